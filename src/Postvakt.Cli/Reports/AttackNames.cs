namespace Postvakt.Cli.Reports;

/// <summary>Names of the ATT&amp;CK techniques that findings carry, for readers who do not know the numbers by heart.</summary>
internal static class AttackNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["T1027"] = "obfuscated file",
        ["T1027.001"] = "binary padding",
        ["T1027.006"] = "HTML smuggling",
        ["T1027.013"] = "encrypted file",
        ["T1036.002"] = "right-to-left override",
        ["T1036.007"] = "double file extension",
        ["T1036.008"] = "masqueraded file type",
        ["T1056.003"] = "web portal capture",
        ["T1059"] = "command and scripting interpreter",
        ["T1059.005"] = "Visual Basic",
        ["T1059.007"] = "JavaScript",
        ["T1105"] = "ingress tool transfer",
        ["T1106"] = "native API",
        ["T1137"] = "Office application start-up",
        ["T1203"] = "exploitation for client execution",
        ["T1204"] = "user execution",
        ["T1204.001"] = "malicious link",
        ["T1204.002"] = "malicious file",
        ["T1218"] = "system binary proxy execution",
        ["T1218.010"] = "regsvr32",
        ["T1218.011"] = "rundll32",
        ["T1221"] = "template injection",
        ["T1497"] = "sandbox evasion",
        ["T1534"] = "internal spearphishing",
        ["T1547.001"] = "registry run keys, start-up folder",
        ["T1559.002"] = "dynamic data exchange",
        ["T1564"] = "hidden artefacts",
        ["T1564.007"] = "VBA stomping",
        ["T1566.001"] = "spearphishing attachment",
        ["T1566.002"] = "spearphishing link",
        ["T1583.001"] = "acquired domain",
        ["T1586.002"] = "compromised mail account",
        ["T1656"] = "impersonation",
    };

    public static string Of(string technique) => Names.TryGetValue(technique, out var name) ? $"{technique} {name}" : technique;
}
