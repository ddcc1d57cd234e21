using System.Text.RegularExpressions;

namespace Postvakt.Sharing;

/// <summary>ATT&amp;CK techniques as others write them.</summary>
internal static class AttackTechniques
{
    private static readonly Regex Id = new(@"\AT[0-9]{4}(\.[0-9]{3})?\z", RegexOptions.NonBacktracking);

    private static readonly Dictionary<string, string> Names = Read();

    /// <summary>"Spearphishing Link"; the id itself where its name is not known.</summary>
    public static string NameOf(string technique) => Names.GetValueOrDefault(technique, technique);

    /// <summary>"T1566.002", or "T1566".</summary>
    public static bool IsId(string text) => Id.IsMatch(text);

    private static Dictionary<string, string> Read()
    {
        using var lines = new StreamReader(typeof(AttackTechniques).Assembly.GetManifestResourceStream("Postvakt.Sharing.attack.tsv")!);
        return lines.ReadToEnd().Split('\n').Where(l => l.StartsWith('T')).Select(l => l.Split('\t')).ToDictionary(l => l[0], l => l[1].TrimEnd('\r'), StringComparer.Ordinal);
    }
}
