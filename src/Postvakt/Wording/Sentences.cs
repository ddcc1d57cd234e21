using System.Collections.Frozen;
using System.Globalization;

namespace Postvakt.Wording;

/// <summary>What is said to people, in their language. The sentences stand in resources, a file for each language, of a topic in a folder of its own (NAME.tsv: key, tab, sentence with {0}, {1}…).</summary>
public static class Sentences
{
    private const string Fallback = "en";
    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> All = Load();

    /// <summary>Languages that there are sentences in (BCP 47 primary subtags).</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The sentence; in English where the language is unknown. Throws <see cref="KeyNotFoundException"/> for an unknown key.</summary>
    /// <param name="language">BCP 47, such as "sv" or "de-AT", or empty.</param>
    /// <param name="values">What stands for {0}, {1}…; as it is: escape where it is shown.</param>
    public static string Of(string language, string key, params IReadOnlyList<string> values) => string.Format(CultureInfo.InvariantCulture, All[Primary(language)].TryGetValue(key, out var said) ? said : All[Fallback][key], [.. values]);

    /// <summary>The language of ours that fits.</summary>
    public static string Primary(string language)
    {
        var primary = language.Split('-', '_')[0].ToLowerInvariant();
        return All.ContainsKey(primary) ? primary : Fallback;
    }

    /// <summary>The first language of an Accept-Language field (RFC 9110 section 12.5.4) that there are sentences in; weights are not weighed, their order is the usual one.</summary>
    public static string Accepted(string field) =>
        field.Length > 1_000 ? Fallback : field.Split(',').Select(l => l.Split(';')[0].Trim().Split('-')[0].ToLowerInvariant()).FirstOrDefault(All.ContainsKey) ?? Fallback;

    /// <summary>A time as everybody reads it, without a zone of its own.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>NAME.tsv says which languages there are; topics have folders of their own (TOPIC/NAME.tsv), in English where a language lacks one.</summary>
    private static FrozenDictionary<string, FrozenDictionary<string, string>> Load()
    {
        var assembly = typeof(Sentences).Assembly;
        var prefix = typeof(Sentences).Namespace + ".";
        var files = assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Select(n => (Resource: n, Name: n[prefix.Length..^".tsv".Length].Split('.')))
            .Select(f => (f.Resource, Topic: f.Name.Length > 1 ? f.Name[0] : "", Language: f.Name[^1])).ToArray();
        return files.Where(f => f.Topic.Length == 0).ToFrozenDictionary(f => f.Language, f =>
        {
            var sentences = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var topic in files.Select(o => o.Topic).Distinct())
                Read(assembly, (files.FirstOrDefault(o => o.Topic == topic && o.Language == f.Language) is { Resource: not null } own ? own : files.First(o => o.Topic == topic && o.Language == Fallback)).Resource, sentences);
            return sentences.ToFrozenDictionary(StringComparer.Ordinal);
        }, StringComparer.Ordinal);
    }

    private static void Read(System.Reflection.Assembly assembly, string resource, Dictionary<string, string> sentences)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            sentences.Add(line[..tab], line[(tab + 1)..]);
        }
    }
}
