using Postvakt.Incidents;
using Postvakt.Wording;

namespace Postvakt.Server.Api;

/// <summary>An account that seems taken over.</summary>
/// <param name="Address">Primary address, or empty where the directory no longer knows the person.</param>
/// <param name="Since">The first sign.</param>
/// <param name="HandedOver">Whoever runs the accounts was told, or will be.</param>
public sealed record SuspectView(string Person, string Address, string Name, DateTimeOffset Since, string Because, string Incident, bool HandedOver);

/// <param name="Mailbox">What its mailbox does by itself.</param>
/// <param name="Mails">What it sent since the first sign, newest first: to be looked at and swept.</param>
public sealed record SuspectDetailView(SuspectView Account, SuspectMailboxView Mailbox, IReadOnlyList<SentMailView> Mails);

public sealed record SentMailView(string Id, DateTimeOffset At, IReadOnlyList<string> Recipients, string Verdict, string Campaign, bool Held);

/// <param name="Since">The first sign; none: now.</param>
public sealed record SuspectRequest(DateTimeOffset? Since, string? Reason);

/// <summary>What the mailbox of an account that seems taken over does by itself.</summary>
/// <param name="State">"looked", "undetermined" (which never means that there is nothing) or "waiting".</param>
/// <param name="At">When it was last tried, or null.</param>
/// <param name="Findings">A sentence each; or why nothing is known.</param>
public sealed record SuspectMailboxView(string State, DateTimeOffset? At, IReadOnlyList<string> Findings)
{
    internal static SuspectMailboxView Of(AccountLook? look, string language) => look switch
    {
        null or { At: null } => new("waiting", null, []),
        { Looked: false } => new("undetermined", look.At, [Sentences.Of(language, look.Why)]),
        _ => new("looked", look.At, [.. look.Findings.Select(f => Sentences.Of(language, f.Key, f.Values))]),
    };
}
