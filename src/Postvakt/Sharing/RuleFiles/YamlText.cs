namespace Postvakt.Sharing.RuleFiles;

/// <summary>Texts in YAML that we write: in single quotes, where nothing but the quote means anything (YAML 1.2.2, 7.3.2). Line breaks and control characters have no place in them.</summary>
internal static class YamlText
{
    /// <summary>Whether a value can stand in YAML as it is: some programs take the separators of Unicode for a line's end, and half a character is none (YAML 1.2.2, 5.1 and 5.4).</summary>
    public static bool Holds(string value) => !value.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');

    public static string Quoted(string text) => "'" + new string([.. ForeignJson.Line(text, 1_000).Where(c => Holds(c.ToString()))]).Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>Values as a list.</summary>
    /// <param name="indent">Spaces before each.</param>
    public static string List(IEnumerable<string> values, int indent) => string.Concat(values.Select(v => $"\n{new string(' ', indent)}- {Quoted(v)}"));
}
