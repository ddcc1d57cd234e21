namespace Postvakt.Server.Checkups;

/// <summary>One thing that was looked at, and how it stands.</summary>
/// <param name="Name">What was looked at, in a word or two.</param>
/// <param name="Sentence">For an operator: what is, and if it is not well, what mends it.</param>
public sealed record Check(string Name, CheckState State, string Sentence)
{
    public static Check Ok(string name, string sentence) => new(name, CheckState.Ok, sentence);

    public static Check Note(string name, string sentence) => new(name, CheckState.Note, sentence);

    public static Check Warning(string name, string sentence) => new(name, CheckState.Warning, sentence);

    public static Check Broken(string name, string sentence) => new(name, CheckState.Broken, sentence);
}
