namespace Postvakt.Audit;

/// <summary>A decision, or an attempt at one that was refused. Holds no text of a mail.</summary>
/// <param name="Action">What was decided, for example "release"; one word a kind.</param>
/// <param name="Subject">What it was decided on: an id.</param>
/// <param name="Reason">Why, in the actor's words; at most <see cref="MaxReason"/> characters.</param>
/// <param name="Outcome">"done", or why it was refused.</param>
public sealed record AuditEvent(DateTimeOffset At, Actor Actor, string Action, string Subject, string Reason, string Outcome)
{
    /// <summary>Characters of a reason. 1,000: a paragraph.</summary>
    public const int MaxReason = 1_000;

    /// <summary>Characters of a subject. 100: an id, or what somebody took for one.</summary>
    private const int MaxSubject = 100;

    public const string Done = "done";

    /// <summary>An event whose free texts are cut to what is kept.</summary>
    public static AuditEvent Of(DateTimeOffset at, Actor actor, string action, string subject, string reason, string outcome) => new(at, actor, action, Cut(subject, MaxSubject), Cut(reason, MaxReason), outcome);

    /// <summary>Without half a character at the end and without control characters, which stores and logs treat differently.</summary>
    private static string Cut(string text, int most)
    {
        var clean = new string([.. text.EnumerateRunes().Where(r => !System.Text.Rune.IsControl(r)).SelectMany(r => r.ToString())]);
        if (clean.Length <= most) return clean;
        return char.IsHighSurrogate(clean[most - 1]) ? clean[..(most - 1)] : clean[..most];
    }
}
