using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <param name="Error">One sentence.</param>
public sealed record ErrorView(string Error);

/// <summary>What came of a decision.</summary>
/// <param name="Done">False where it was refused.</param>
/// <param name="Refusal">"none", or why it was refused.</param>
/// <param name="Text">One sentence in the caller's language: what is done, or why not and what to do instead.</param>
public sealed record RulingView(bool Done, Refusal Refusal, string Text)
{
    internal static RulingView Of(Ruling ruling, string language) => new(ruling.IsDone, ruling.Refusal, ruling.In(language));
}

/// <summary>A held mail as an operator sees it.</summary>
/// <param name="From">Author address.</param>
/// <param name="MailFrom">Envelope sender; empty for bounces.</param>
/// <param name="Subject">Empty when its key is missing.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Findings">Sentences, worst first; only where one mail is asked for.</param>
/// <param name="History">What was decided and tried, newest first; only where one mail is asked for.</param>
public sealed record HeldView(
    string Id, QuarantineState State, DateTimeOffset HeldAt, DateTimeOffset ExpiresAt, string From, string MailFrom, IReadOnlyList<string> Recipients, string Subject, long Size,
    string Verdict, double Score, string Summary, string Campaign, IReadOnlyList<string> Findings, IReadOnlyList<AuditView> History);

/// <summary>A page of held mail, newest first.</summary>
/// <param name="Next">What to give as "after" for the next page, or null at the end. A page may be short, or empty, and yet not the last.</param>
public sealed record HeldPageView(IReadOnlyList<HeldView> Items, string? Next);

/// <summary>A decision, or an attempt at one, in the audit.</summary>
/// <param name="Hash">In hexadecimal.</param>
public sealed record AuditView(DateTimeOffset At, string Actor, Role Role, string Action, string Subject, string Reason, string Outcome, string Node, long Number, string Hash)
{
    internal static AuditView Of(AuditEntry entry) => new(entry.Event.At, entry.Event.Actor.Name, entry.Event.Actor.Role, entry.Event.Action, entry.Event.Subject, entry.Event.Reason, entry.Event.Outcome,
        entry.Node, entry.Number, Convert.ToHexStringLower(entry.Hash));
}

/// <param name="Until">Null: until it is lifted.</param>
public sealed record LockDownView(string Id, LockDownScope Scope, string Target, string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until)
{
    internal static LockDownView Of(LockDown one) => new(one.Id, one.Scope, one.Target, one.Reason, one.By, one.Since, one.Until);
}

/// <param name="Hits">Mails that it let through, as far back as records of them are kept.</param>
public sealed record ExceptionView(string Id, string Sender, string Host, string Rule, string Campaign, string Owner, string Reason, DateTimeOffset Since, DateTimeOffset Until, long Hits, DateTimeOffset? LastHit);

public sealed record AccountView(string Name, Role Role, DateTimeOffset Since);

public sealed record TokenView(string Id, string Account, IReadOnlyList<string> Scopes, DateTimeOffset Since, DateTimeOffset Until);

/// <param name="Secret">Shown this once; null where it was refused.</param>
public sealed record IssuedTokenView(bool Done, Refusal Refusal, string Text, string? Secret);

/// <param name="Link">Shown this once; null where it was refused.</param>
public sealed record InvitedView(bool Done, Refusal Refusal, string Text, string? Link);
