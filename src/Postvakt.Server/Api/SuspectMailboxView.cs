using Postvakt.Incidents;
using Postvakt.Wording;

namespace Postvakt.Server.Api;

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
