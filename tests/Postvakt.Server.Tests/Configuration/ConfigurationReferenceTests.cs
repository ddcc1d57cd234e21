using System.Text;
using System.Text.RegularExpressions;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Tests.Configuration;

/// <summary>The reference of the configuration names the keys that there are: none that serve does not know, and all that it asks for.</summary>
public sealed partial class ConfigurationReferenceTests
{
    [Fact]
    public void Keys_OfTheReference_AreKnown()
    {
        var keys = Documented().Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(keys.Length > 150, $"only {keys.Length} keys were found");
        Assert.DoesNotContain(keys, k => !IsKnown(k));
    }

    [Fact]
    public void KeyThatIsNotThere_IsFound() => Assert.False(IsKnown("limits.no_such"));

    /// <summary>Keys stand in the readers' code as they are written; those of a section with a page of its own may stand there.</summary>
    [Fact]
    public void Keys_ThatAreRead_AreDocumented()
    {
        var read = Directory.EnumerateFiles(Checkout.At("src/Postvakt.Server/Configuration"), "*.cs").SelectMany(f => Asked().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(read.Count > 150, $"only {read.Count} keys were found");
        var pages = string.Concat(Directory.EnumerateFiles(Checkout.At("docs"), "*.md").Concat(Directory.EnumerateFiles(Checkout.At("docs/operations"), "*.md")).Select(File.ReadAllText));
        var named = Code().Matches(pages).SelectMany(m => Word().Matches(m.Value)).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(read, k => !named.Contains(k));
    }

    /// <summary>Keys of the table: ".mode" stands beside the key before it, "…" for a page of its own.</summary>
    private static IEnumerable<string> Documented()
    {
        foreach (Match row in Row().Matches(File.ReadAllText(Checkout.At("docs/operations/configuration.md"))))
        {
            var before = "";
            foreach (Match one in Name().Matches(row.Groups[1].Value))
            {
                var name = one.Groups[1].Value;
                before = name[0] == '.' ? before[..before.LastIndexOf('.')] + name : name;
                if (!before.Contains('…', StringComparison.Ordinal)) yield return before;
            }
        }
    }

    /// <summary>Some keys are of one kind of output, feed or source only.</summary>
    private static bool IsKnown(string key) => ((string[])["", "syslog", "webhook", "file", "taxii", "plain-file"]).Any(kind => IsKnown(key, kind));

    private static bool IsKnown(string key, string kind)
    {
        var (yaml, depth, parts) = (new StringBuilder(), 0, key.Split('.'));
        for (var n = 0; n < parts.Length; n++)
        {
            var (name, isList) = parts[n].EndsWith("[]", StringComparison.Ordinal) ? (parts[n][..^2], true) : (parts[n], false);
            yaml.Append(' ', depth).Append(name).Append(n == parts.Length - 1 ? ": x\n" : ":\n");
            depth += 2;
            if (!isList) continue;
            yaml.Append(' ', depth).Append(kind.Length > 0 ? $"- kind: {kind}\n" : "-\n");
            depth += 2;
        }
        var file = Path.GetTempFileName();
        File.WriteAllText(file, yaml.ToString());
        var (_, errors) = ConfigReader.Read(file, []);
        File.Delete(file);
        return !errors.Any(e => e.Contains("no such key", StringComparison.Ordinal));
    }

    [GeneratedRegex("^\\| (`[^|]*) \\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();

    [GeneratedRegex("\\.\\w+(?:<[^>()]*>)?\\(\"([a-z][a-z_]+)\"")]
    private static partial Regex Asked();

    [GeneratedRegex("^```[^\n]*\n(?:.*\n)*?```|`[^`\n]+`", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex("[a-z][a-z_]+")]
    private static partial Regex Word();
}
