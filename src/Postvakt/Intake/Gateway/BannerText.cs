using System.Collections.Frozen;

namespace Postvakt.Intake.Gateway;

/// <summary>The sentence that a banner shows, in the reader's language. Never text of the mail itself: a thief would write his own banner.</summary>
public static class BannerText
{
    private static readonly FrozenDictionary<(string Language, string Key), string> Sentences = Load();

    /// <summary>Languages that there are sentences for (BCP 47 primary subtags).</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. Sentences.Keys.Select(k => k.Language).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What is odd, and what to do. English where the language is unknown.</summary>
    /// <param name="language">BCP 47, such as "sv" or "de-AT".</param>
    public static string Of(Oddity oddity, string language) => Reason(oddity, language) + (Primary(language) is "ja" or "zh" ? "" : " ") + Sentences[(Primary(language), "Advice")];

    /// <summary>What is odd, alone.</summary>
    public static string Reason(Oddity oddity, string language) => Sentences[(Primary(language), oddity == Oddity.None ? nameof(Oddity.Unusual) : oddity.ToString())];

    private static string Primary(string language) => language.Split('-', '_')[0].ToLowerInvariant() is var primary && Languages.Contains(primary) ? primary : "en";

    private static FrozenDictionary<(string, string), string> Load()
    {
        using var data = typeof(BannerText).Assembly.GetManifestResourceStream("Postvakt.Intake.Gateway.banners.tsv") ?? throw new InvalidOperationException("the assembly lacks banners.tsv");
        using var reader = new StreamReader(data);
        var sentences = new Dictionary<(string, string), string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var columns = line.Split('\t');
            sentences[(columns[0], columns[1])] = columns[2];
        }
        return sentences.ToFrozenDictionary();
    }
}
