using System.Globalization;

namespace Postvakt.Sharing.Misp;

/// <summary>What a report says in tags (MISP taxonomies: namespace, predicate, value).</summary>
internal static class MispTags
{
    private const string Attack = "misp-galaxy:mitre-attack-pattern=\"", Family = "postvakt:family=\"", Confidence = "postvakt:confidence=\"", Until = "postvakt:valid-until=\"", Mails = "postvakt:mails=\"";

    public static string Of(Tlp tlp) => "tlp:" + TlpText.Of(tlp);

    public static string Technique(string id) => $"{Attack}{AttackTechniques.NameOf(id)} - {id}\"";

    public static string OfFamily(string family) => $"{Family}{family}\"";

    public static string OfConfidence(int confidence) => string.Create(CultureInfo.InvariantCulture, $"{Confidence}{confidence}\"");

    public static string ValidUntil(DateTimeOffset until) => $"{Until}{MispTime.Iso(until)}\"";

    /// <summary>In how many mails it was seen: a sighting of MISP is one, and has no number.</summary>
    public static string OfMails(long mails) => string.Create(CultureInfo.InvariantCulture, $"{Mails}{mails}\"");

    /// <summary>Its marking; "tlp:white" is what clear was called before.</summary>
    public static Tlp? TlpOf(string tag) => tag.StartsWith("tlp:", StringComparison.OrdinalIgnoreCase) ? TlpText.Parse(tag) : null;

    /// <summary>The technique's id, which ends the name of its cluster; empty for another tag.</summary>
    public static string TechniqueOf(string tag) => Value(tag, Attack) is { } name && name[(name.LastIndexOf(' ') + 1)..] is var id && AttackTechniques.IsId(id) ? id : "";

    public static string FamilyOf(string tag) => Value(tag, Family) ?? Value(tag, "misp-galaxy:malpedia=\"") ?? "";

    public static int? ConfidenceOf(string tag) => int.TryParse(Value(tag, Confidence), NumberStyles.None, CultureInfo.InvariantCulture, out var confidence) ? Math.Min(confidence, 100) : null;

    /// <summary>1 or more, or null.</summary>
    public static long? MailsOf(string tag) => long.TryParse(Value(tag, Mails), NumberStyles.None, CultureInfo.InvariantCulture, out var mails) && mails > 0 ? mails : null;

    public static DateTimeOffset? UntilOf(string tag) => Value(tag, Until) is { } text ? MispTime.Parse(text) : null;

    /// <summary>Whether it says something that has a place of its own in a report.</summary>
    public static bool IsOurs(string tag) => tag.StartsWith("tlp:", StringComparison.OrdinalIgnoreCase) || tag.StartsWith("postvakt:", StringComparison.Ordinal) || tag.StartsWith("misp-galaxy:", StringComparison.Ordinal);

    private static string? Value(string tag, string before) => tag.Length > before.Length && tag.StartsWith(before, StringComparison.Ordinal) && tag.EndsWith('"') ? tag[before.Length..^1] : null;
}
