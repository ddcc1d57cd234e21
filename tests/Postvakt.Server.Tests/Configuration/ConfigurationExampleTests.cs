using System.Text.RegularExpressions;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Tests.Configuration;

/// <summary>Every configuration that documents, samples and packages show is one that serve takes.</summary>
public sealed partial class ConfigurationExampleTests
{
    [Fact]
    public void Examples_AreTaken()
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
            if (config is null) faults.AddRange(errors.Select(e => $"{place}: {e}"));
        }
        Assert.True(seen > 10, "no examples were found");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static IEnumerable<(string Place, string Text)> Examples()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Postvakt.slnx"))) root = root.Parent!;
        foreach (var file in (string[])["samples/postvakt.yaml", "packaging/postvakt.yaml", "packaging/compose/postvakt.yaml"]) yield return (file, File.ReadAllText(Path.Combine(root.FullName, file)));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root.FullName, "docs"), "*.md").Concat(Directory.EnumerateFiles(Path.Combine(root.FullName, "docs", "operations"), "*.md")).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            foreach (Match block in Yaml().Matches(text))
                if (IsConfiguration(block.Groups[1].Value)) yield return ($"{Path.GetRelativePath(root.FullName, file)}:{1 + text[..block.Index].Count(c => c == '\n')}", block.Groups[1].Value);
        }
    }

    // Rules and files of others are YAML too.
    private static bool IsConfiguration(string yaml) => !yaml.Contains("detection:", StringComparison.Ordinal) && !Foreign().IsMatch(yaml);

    [GeneratedRegex("^```yaml\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Yaml();

    [GeneratedRegex("^(name|title|source|type|id|scrape_configs|logsource|steps|tests|- rule|services|- case|- id)\\b", RegexOptions.Multiline)]
    private static partial Regex Foreign();
}
