namespace Postvakt.Samples.Scripts;

/// <summary>One mail as it stands in a text file: when, who, to whom, what, and the lines that begin with "!".</summary>
internal sealed record Entry(
    string Script, int Number, DateTime When, string Who, string[]? To, string[]? Cc, string Language, string Subject, string Text,
    IReadOnlyDictionary<string, string> Options)
{
    /// <summary>Conversation the mail belongs to: its own file, or the one an attack or a late event breaks into.</summary>
    public string Conversation => Options.GetValueOrDefault("in", Script);

    public bool Has(string option) => Options.ContainsKey(option);

    public string? Option(string option) => Options.GetValueOrDefault(option);
}
