namespace Postvakt.Classification.Training;

/// <summary>What a family of authored texts is about.</summary>
/// <param name="Name">File and place: texts of one family are never on both sides of a test.</param>
/// <param name="Parts">Lines with their choices; a leading question mark makes one optional.</param>
internal sealed record AuthoredText(string Name, string Intent, IReadOnlyList<string> Topics, IReadOnlyList<string> Tags, string Language, IReadOnlyList<string> Parts);
