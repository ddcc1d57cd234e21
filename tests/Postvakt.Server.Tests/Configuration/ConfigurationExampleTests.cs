using System.Text.RegularExpressions;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Tests.Configuration;

/// <summary>Every key and value of a configuration that documents show is one that serve knows; what samples and packages hold is taken whole.</summary>
public sealed partial class ConfigurationExampleTests
{
    [Fact]
    public void Examples_AreKnown()
    {
        var faults = new List<string>();
        var seen = 0;
        foreach (var (place, text) in Examples())
        {
            seen++;
            var file = Path.GetTempFileName();
            File.WriteAllText(file, text);
            var (config, errors) = ConfigReader.Read(file, []);
            File.Delete(file);
            if (config is null) faults.AddRange(errors.Where(e => !place.StartsWith("docs", StringComparison.Ordinal) || IsOfItself(e)).Select(e => $"{place}: {e}"));
        }
        Assert.True(seen > 10, "no examples were found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<(string Place, string Text)> Examples()
    {
        foreach (var file in (string[])["samples/postvakt.yaml", "packaging/postvakt.yaml", "packaging/compose/postvakt.yaml"]) yield return (file, File.ReadAllText(Checkout.At(file)));
        foreach (var file in Directory.EnumerateFiles(Checkout.At("docs"), "*.md").Concat(Directory.EnumerateFiles(Checkout.At("docs", "operations"), "*.md")).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            foreach (Match block in Yaml().Matches(text))
                if (IsConfiguration(block.Groups[1].Value)) yield return ($"{Path.GetRelativePath(Checkout.Folder, file)}:{1 + text[..block.Index].Count(c => c == '\n')}", block.Groups[1].Value);
        }
    }

    // An excerpt lacks what stands elsewhere; a key that is not there, or a value of another kind, is wrong by itself.
    private static bool IsOfItself(string error) => ((string[])["no such key", "\" is not ", "is expected", "is missing"]).Any(w => error.Contains(w, StringComparison.Ordinal));

    // Rules and files of others are YAML too.
    private static bool IsConfiguration(string yaml) => !yaml.Contains("detection:", StringComparison.Ordinal) && !Foreign().IsMatch(yaml);

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex("^(version|name|title|source|type|id|scrape_configs|logsource|steps|tests|- rule|services|- case|- id)\\b", RegexOptions.Multiline)]
    private static partial Regex Foreign();
}
