using Postvakt.Quarantine;
using Postvakt.Sweeps;

namespace Postvakt.Server.Api;

/// <summary>What to sweep: exactly one of records, campaign, indicator and message_id.</summary>
public sealed record SweepRequest
{
    /// <summary>Ids of records.</summary>
    public IReadOnlyList<string>? Records { get; init; }

    public string? Campaign { get; init; }

    /// <summary>A host, link, address, file name or SHA-256, alone or as "host:…".</summary>
    public string? Indicator { get; init; }

    /// <summary>Of mail that was or would have been held.</summary>
    public string? MessageId { get; init; }

    /// <summary>All mailboxes of the directory, not only those of the recipients.</summary>
    public bool Everybody { get; init; }

    /// <summary>Copies must have the very bytes that were recorded.</summary>
    public bool Exact { get; init; }

    public string? Incident { get; init; }

    public string? Reason { get; init; }
}

/// <param name="Id">Of the new sweep; null where it was refused.</param>
public sealed record PlannedSweepView(bool Done, Refusal Refusal, string Text, string? Id);

/// <summary>A sweep with what was counted and moved so far.</summary>
/// <param name="Open">Mailboxes that are not through.</param>
/// <param name="Failed">Mailboxes that were given up; see their receipts.</param>
/// <param name="Found">Copies.</param>
/// <param name="Read">Copies that were read, as far as the server says so.</param>
public sealed record SweepView(
    string Id, SweepState State, string By, DateTimeOffset At, string Reason, string Campaign, string Indicator, string MessageId, string Incident, IReadOnlyList<string> Records, bool IsPartial, bool Everybody, bool Exact,
    bool Automatic, string StartedBy, string ApprovedBy, string Why, int Mailboxes, int Open, int Missing, int Failed, long Found, long Read, long Moved, long Gone, long Returned, DateTimeOffset ChangedAt)
{
    internal static SweepView Of(Sweep s) => new(
        s.Id, s.State, s.By, s.At, s.Reason, s.Campaign, s.Selection.Indicator, s.Selection.MessageId, s.Incident, s.Records, s.IsPartial, s.Everybody, s.Exact,
        s.Automatic, s.StartedBy, s.ApprovedBy, s.Why, s.Mailboxes, s.Open, s.Missing, s.Failed, s.Found, s.Read, s.Moved, s.Gone, s.Returned, s.ChangedAt);
}

/// <param name="Next">What to give as "after" for the next page, or null at the end.</param>
public sealed record SweepPageView(IReadOnlyList<SweepView> Items, string? Next);

/// <summary>What came of one mailbox.</summary>
/// <param name="Why">Why the last attempt failed, or empty.</param>
public sealed record SweepReceiptView(string Mailbox, ReceiptState State, int Found, int Read, int Moved, int Gone, int Returned, int Tries, string Why, DateTimeOffset At)
{
    internal static SweepReceiptView Of(SweepReceipt r) => new(r.Mailbox, r.State, r.Found, r.Read, r.Moved, r.Gone, r.Returned, r.Tries, r.Why, r.At);
}

/// <param name="Next">What to give as "after" for the next page, or null at the end.</param>
public sealed record SweepReceiptPageView(IReadOnlyList<SweepReceiptView> Items, string? Next);

/// <param name="Harmless">The mails were harmless: records and Memory take them for that.</param>
public sealed record UndoSweepRequest(string? Reason, bool? Harmless = null);
