using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Sweeps;

/// <summary>Delivered copies of some mails are taken out of mailboxes into a hidden folder, and can be put back. An entry of the register.</summary>
/// <param name="By">Name of the actor who asked for it.</param>
/// <param name="Records">Ids of the mails' records, at most <see cref="MaxRecords"/>.</param>
public sealed record Sweep(string Id, string By, DateTimeOffset At, string Reason, SweepSelection Selection, IReadOnlyList<string> Records)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "sweep";

    /// <summary>Mails of one sweep. 1,000: as many as the ledger names at once.</summary>
    public const int MaxRecords = 1_000;

    /// <summary>Records that a sweep is found under. 15: a larger one is found by campaign or incident.</summary>
    private const int MaxRecordKeys = 15;

    /// <summary>More mails fit the selection than are in it.</summary>
    public bool IsPartial { get; init; }

    /// <summary>All mailboxes of the directory are looked through, not only those of the mails' recipients.</summary>
    public bool Everybody { get; init; }

    /// <summary>A copy must have the very bytes that were recorded.</summary>
    public bool Exact { get; init; }

    /// <summary>Began without anybody's word, because the automation policy says so.</summary>
    public bool Automatic { get; init; }

    /// <summary>Name of the campaign, or empty.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>Id of the incident, or empty.</summary>
    public string Incident { get; init; } = "";

    public SweepState State { get; init; }

    /// <summary>Who started it, and who agreed as the second, or empty.</summary>
    public string StartedBy { get; init; } = "";

    public string ApprovedBy { get; init; } = "";

    /// <summary>Why it stopped, or empty.</summary>
    public string Why { get; init; } = "";

    /// <summary>Copies that may be moved: with one more it stops.</summary>
    public long Cap { get; init; }

    /// <summary>Copies that were about to be moved so far.</summary>
    public long Intended { get; init; }

    /// <summary>Counts changes of the phase: what was asked for in an earlier one is no longer done.</summary>
    public int Turn { get; init; }

    /// <summary>Every mailbox of the phase has its job.</summary>
    public bool Spread { get; init; }

    /// <summary>Mailboxes of the phase that are not through.</summary>
    public int Open { get; init; }

    public int Mailboxes { get; init; }

    public int Missing { get; init; }

    public int Failed { get; init; }

    /// <summary>Copies that were counted; of them read by their owners, as far as the server says so.</summary>
    public long Found { get; init; }

    public long Read { get; init; }

    /// <summary>Copies in the hidden folder, those that were gone when they were to be moved, and those that are back.</summary>
    public long Moved { get; init; }

    public long Gone { get; init; }

    public long Returned { get; init; }

    /// <summary>When its state last changed.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version)
    {
        Keys =
        [
            .. Incident.Length > 0 ? ["incident:" + Incident] : (string[])[],
            .. Campaign is { Length: > 0 and <= 180 } ? ["campaign:" + Campaign] : (string[])[],
            .. Records.Take(MaxRecordKeys).Select(r => "record:" + r),
        ],
    };

    public static (Sweep Sweep, long Version)? Find(IRegister register, string id) =>
        register.FindRegistered(Kind, id) is { } entry ? (JsonSerializer.Deserialize<Sweep>(entry.Json)!, entry.Version) : null;

    /// <summary>Newest first.</summary>
    /// <param name="key">"incident:…", "campaign:…", "record:…", or empty for all.</param>
    /// <param name="before">Only ids below this one, or empty.</param>
    public static IReadOnlyList<Sweep> List(IRegister register, string key, string before, int max) =>
        [.. register.RegisteredUnder(Kind, key, before, max).Select(e => JsonSerializer.Deserialize<Sweep>(e.Json)!)];
}
