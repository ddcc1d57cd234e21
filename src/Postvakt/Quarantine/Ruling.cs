using Postvakt.Audit;
using Postvakt.Wording;

namespace Postvakt.Quarantine;

/// <summary>The answer to who wanted to decide something.</summary>
/// <param name="Key">Of the sentence that says what is done, or why not.</param>
/// <param name="Values">What the sentence is filled with; may hold words of people: escape where they are shown.</param>
public sealed record Ruling(Refusal Refusal, string Key, IReadOnlyList<string> Values)
{
    /// <summary>A part of the sentence with a sentence of its own, put in as {0} before the values; null for none.</summary>
    public Ruling? Clause { get; init; }

    public bool IsDone => Refusal == Refusal.None;

    /// <summary>In English, as operators read it.</summary>
    public string Text => In("en");

    /// <summary>What is done, or why not and what to do instead, in a language.</summary>
    public string In(string language)
    {
        var text = Sentences.Of(language, Key, Clause is null ? Values : [Clause.In(language), .. Values]);
        if (Refusal != Refusal.Locked) return text;
        var withoutBlanks = Sentences.Primary(language) is "ja" or "zh";
        var stop = text.EndsWith('.') || text.EndsWith('。') ? "" : withoutBlanks ? "。" : ".";
        return text + stop + (withoutBlanks ? "" : " ") + Sentences.Of(language, "LockedAdvice");
    }

    internal static Ruling Done(string key, params string[] values) => new(Refusal.None, key, values);

    internal static Ruling No(Refusal refusal, string key, params string[] values) => new(refusal, key, values);

    internal static Ruling NotAllowed(Actor actor, Role needed) => No(Refusal.NotAllowed, "NotAllowed", needed.ToString().ToLowerInvariant(), actor.Name, actor.Role.ToString().ToLowerInvariant());

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
