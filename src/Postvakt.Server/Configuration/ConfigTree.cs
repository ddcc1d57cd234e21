using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Postvakt.Server.Configuration;

/// <summary>Reads a YAML file, and environment variables over it, into nodes. Knows no key.</summary>
internal static class ConfigTree
{
    private const string Prefix = "POSTVAKT__";

    /// <summary>Bytes of a configuration file. 1 MiB: a mistaken path (a log, a mailbox) must not be parsed.</summary>
    private const int MaxBytes = 1 << 20;

    private const int MaxDepth = 16;

    /// <summary>Values, lists and sections. 100,000: thousands of domains; a few lines of aliases can stand for billions.</summary>
    private const int MaxNodes = 100_000;

    /// <summary>The tree, or null with a sentence why not.</summary>
    public static (ConfigNode? Root, string? Fault) Read(string path, IEnumerable<KeyValuePair<string, string>> environment)
    {
        string text;
        try
        {
            // Not by the length that it says: devices and pipes say 0.
            using var file = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > MaxBytes) return (null, $"{path}: larger than a configuration can be");
            using var reader = new StreamReader(new MemoryStream(bytes, 0, read));
            text = reader.ReadToEnd();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, $"{path}: cannot be read: {refused.Message}");
        }
        try
        {
            CheckDepth(text);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            var nodes = 0;
            if (yaml.Documents.Count > 1) return (null, $"{path}: more than one document");
            var root = yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is YamlScalarNode { Value: null or "" } ? Empty("line 1") : Convert(yaml.Documents[0].RootNode, 0, ref nodes);
            if (root.Map is null) return (null, $"{path}: begins with a list or a value; keys are expected");
            return Overlay(root, environment);
        }
        catch (YamlException broken)
        {
            return (null, $"{path}, line {broken.Start.Line}: {broken.Message}");
        }
        catch (InvalidDataException broken)
        {
            return (null, $"{path}: {broken.Message}");
        }
    }

    /// <summary>The tree of the environment alone.</summary>
    public static (ConfigNode? Root, string? Fault) FromEnvironment(IEnumerable<KeyValuePair<string, string>> environment) => Overlay(Empty("default"), environment);

    private static (ConfigNode? Root, string? Fault) Overlay(ConfigNode root, IEnumerable<KeyValuePair<string, string>> environment)
    {
        foreach (var (name, value) in environment.Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (!TryOverlay(root, name, value)) return (null, $"{name}: leads through something that is no section");
        }
        return (root, null);
    }

    private static ConfigNode Empty(string place) => new(place) { Map = new(StringComparer.Ordinal) };

    /// <summary>Before the tree is made, which takes a step of the stack for each level: too many would end the process.</summary>
    private static void CheckDepth(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            // The stream and the document are levels too.
            if (depth > MaxDepth + 3) throw new InvalidDataException($"line {parser.Current.Start.Line}: nested deeper than {MaxDepth}");
        }
    }

    private static ConfigNode Convert(YamlNode node, int depth, ref int nodes)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}");
        // Aliases can nest a small file without end.
        if (depth > MaxDepth) throw new InvalidDataException($"{place}: nested deeper than {MaxDepth}");
        if (++nodes > MaxNodes) throw new InvalidDataException($"{place}: more than {MaxNodes:N0} values, as aliases repeat them");
        switch (node)
        {
            case YamlScalarNode scalar:
                return new ConfigNode(place) { Text = scalar.Value ?? "" };
            case YamlSequenceNode sequence:
                var list = new List<ConfigNode>();
                foreach (var child in sequence.Children) list.Add(Convert(child, depth + 1, ref nodes));
                return new ConfigNode(place) { List = list };
            case YamlMappingNode mapping:
                var map = new Dictionary<string, ConfigNode>(StringComparer.Ordinal);
                foreach (var (key, value) in mapping.Children) map[key is YamlScalarNode { Value: { } name } ? name : throw new InvalidDataException($"{place}: a key is no word")] = Convert(value, depth + 1, ref nodes);
                return new ConfigNode(place) { Map = map };
            default:
                throw new InvalidDataException($"{place}: not understood");
        }
    }

    /// <summary>POSTVAKT__LISTENERS__0__ADDRESS=… sets listeners[0].address.</summary>
    private static bool TryOverlay(ConfigNode root, string name, string value)
    {
        var steps = name[Prefix.Length..].ToLowerInvariant().Split("__", StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length is 0 or > MaxDepth) return false;
        var at = root;
        for (var i = 0; i < steps.Length; i++)
        {
            var last = i == steps.Length - 1;
            var next = last ? new ConfigNode(name) { Text = value } : steps[i + 1].All(char.IsAsciiDigit) ? new ConfigNode(name) { List = [] } : Empty(name);
            if (at.Map is { } map)
            {
                if (last) map[steps[i]] = next;
                else if (!map.TryGetValue(steps[i], out var found) || found.Text is { Length: 0 }) map[steps[i]] = next;
                else next = found;
            }
            else if (at.List is { } list && int.TryParse(steps[i], NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= list.Count)
            {
                if (index == list.Count) list.Add(next);
                else if (last) list[index] = next;
                else next = list[index];
            }
            else
            {
                return false;
            }
            at = next;
        }
        return true;
    }
}
