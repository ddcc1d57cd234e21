namespace Postvakt.Sigma.Matching;

/// <summary>Asks whether a field is there, not what it holds; the evaluation answers it without a text.</summary>
internal sealed class PresenceMatcher : Matcher
{
    private PresenceMatcher(string key)
        : base(key)
    {
    }

    /// <summary>"exists: true": the field stands in the event, whatever its value.</summary>
    public static PresenceMatcher Exists { get; } = new("exists");

    /// <summary>"null": the field is absent, or has no value.</summary>
    public static PresenceMatcher Null { get; } = new("null");

    /// <summary>"exists: false".</summary>
    public static PresenceMatcher Absent { get; } = new("absent");

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel) => ReferenceEquals(this, Exists);
}
