namespace Postvakt.Cli.Reports;

/// <summary>Names of the ATT&amp;CK techniques that findings carry, for readers who do not know the numbers by heart.</summary>
internal static class AttackNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["T1027.013"] = "encrypted file",
        ["T1204"] = "user execution",
        ["T1534"] = "internal spearphishing",
        ["T1566.001"] = "spearphishing attachment",
        ["T1566.002"] = "spearphishing link",
        ["T1583.001"] = "acquired domain",
        ["T1586.002"] = "compromised mail account",
        ["T1656"] = "impersonation",
    };

    public static string Of(string technique) => Names.TryGetValue(technique, out var name) ? $"{technique} {name}" : technique;
}
