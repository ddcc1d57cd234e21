using Postvakt.Audit;

namespace Postvakt.Quarantine;

/// <summary>The answer to who wanted to decide something.</summary>
/// <param name="Text">One sentence: what is done, or why not and what to do instead.</param>
public sealed record Ruling(Refusal Refusal, string Text)
{
    public bool IsDone => Refusal == Refusal.None;

    internal string Outcome => IsDone ? AuditEvent.Done : Refusal switch
    {
        Refusal.NotAllowed => "not allowed",
        Refusal.Unknown => "unknown",
        Refusal.NotHeld => "not held",
        Refusal.Locked => "locked",
        Refusal.NoReason => "no reason",
        Refusal.SamePerson => "same person",
        _ => "wrong recipient",
    };
}
