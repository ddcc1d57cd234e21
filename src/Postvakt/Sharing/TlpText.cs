namespace Postvakt.Sharing;

/// <summary>Markings of the Traffic Light Protocol as they are written.</summary>
public static class TlpText
{
    /// <summary>"amber+strict": as in tags and in STIX.</summary>
    public static string Of(Tlp tlp) => tlp switch
    {
        Tlp.Clear => "clear",
        Tlp.Green => "green",
        Tlp.Amber => "amber",
        Tlp.AmberStrict => "amber+strict",
        _ => "red",
    };

    /// <summary>The marking in any case, with or without "TLP:", also "white" of version 1; null for none.</summary>
    public static Tlp? Parse(string? text)
    {
        var name = (text ?? "").Trim();
        if (name.StartsWith("tlp:", StringComparison.OrdinalIgnoreCase)) name = name[4..];
        return name.ToLowerInvariant() switch
        {
            "clear" or "white" => Tlp.Clear,
            "green" => Tlp.Green,
            "amber" => Tlp.Amber,
            "amber+strict" or "amber-strict" => Tlp.AmberStrict,
            "red" => Tlp.Red,
            _ => null,
        };
    }
}
