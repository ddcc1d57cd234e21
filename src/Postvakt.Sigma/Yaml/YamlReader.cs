using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postvakt.Sigma.Yaml;

/// <summary>Reads the documents of a YAML text, each alone, so that a broken one does not take its neighbours down.</summary>
internal static class YamlReader
{
    public static IReadOnlyList<YamlDocument> Read(string text)
    {
        var documents = new List<YamlDocument>();
        var broken = 0;
        foreach (var (part, line) in Split(text))
        {
            if (documents.Count == YamlLimits.MaxDocuments)
            {
                documents.Add(new(null, new(line + 1, 1, $"more than {YamlLimits.MaxDocuments:N0} documents in one file; the rest is left out")));
                break;
            }
            if (broken == YamlLimits.MaxBroken)
            {
                documents.Add(new(null, new(line + 1, 1, $"more than {YamlLimits.MaxBroken:N0} documents of the file are no YAML; the rest is left out")));
                break;
            }
            if (ReadOne(part, line) is not { } document) continue;
            documents.Add(document);
            if (document.Fault is not null) broken++;
        }
        return documents;
    }

    /// <summary>A line that begins with --- starts a document wherever it stands (YAML 1.2.2, 9.1.2: it is forbidden within scalars).</summary>
    private static IEnumerable<(string Part, int Line)> Split(string text)
    {
        int start = 0, startLine = 0, line = 0;
        for (var at = 0; at < text.Length; line++)
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            var rest = text.AsSpan(at, end - at);
            if (at > start && rest.StartsWith("---") && (rest.Length == 3 || char.IsWhiteSpace(rest[3])))
            {
                yield return (text[start..at], startLine);
                (start, startLine) = (at, line);
            }
            at = end + 1;
        }
        if (start < text.Length) yield return (text[start..], startLine);
    }

    private static YamlDocument? ReadOne(string text, int lines)
    {
        try
        {
            var root = new Builder(new Parser(new StringReader(text)), lines).Read();
            return root is null or { Kind: NodeKind.Null } ? null : new(root, null);
        }
        catch (YamlException broken)
        {
            return new(null, new((int)Math.Min(broken.Start.Line, int.MaxValue / 2) + lines, (int)Math.Min(broken.Start.Column, int.MaxValue), "is no YAML: " + OneLine(broken.Message)));
        }
        catch (InvalidDataException broken)
        {
            return new(null, new((int)broken.Data["line"]!, (int)broken.Data["column"]!, broken.Message));
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The scanner of the library trips over some byte sequences; that is no fault of the program's state.
            return new(null, new(lines + 1, 1, "is no YAML: " + OneLine(broken.Message)));
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");

    /// <summary>Makes nodes from the parser's events without recursion: depth is bounded before a level is entered.</summary>
    private sealed class Builder(IParser parser, int lines)
    {
        private readonly Stack<Level> _levels = new();
        private readonly Dictionary<string, Node> _anchors = new(StringComparer.Ordinal);
        private Node? _root;
        private int _nodes;

        public Node? Read()
        {
            while (parser.MoveNext())
            {
                switch (parser.Current)
                {
                    case AnchorAlias alias:
                        if (!_anchors.TryGetValue(alias.Value.Value, out var target)) throw Fault(alias.Start, $"alias *{alias.Value.Value} stands for nothing that was written before");
                        Add(target, alias.Start);
                        break;
                    case Scalar scalar:
                        Add(Note(scalar, ScalarOf(scalar)), scalar.Start);
                        break;
                    case SequenceStart or MappingStart:
                        if (_levels.Count == YamlLimits.MaxDepth) throw Fault(parser.Current.Start, $"nested deeper than {YamlLimits.MaxDepth} levels");
                        _levels.Push(new Level((NodeEvent)parser.Current));
                        break;
                    case SequenceEnd or MappingEnd:
                        var level = _levels.Pop();
                        Add(Note(level.Start, Close(level)), level.Start.Start);
                        break;
                    case DocumentEnd:
                        return _root;
                }
            }
            return _root;
        }

        private Node Note(NodeEvent from, Node node)
        {
            if (!from.Anchor.IsEmpty) _anchors[from.Anchor.Value] = node;
            return node;
        }

        private void Add(Node node, Mark place)
        {
            _nodes += node.IsScalar ? 1 : 0;
            if (_nodes > YamlLimits.MaxNodes) throw Fault(place, $"more than {YamlLimits.MaxNodes:N0} values in one document");
            if (_levels.Count == 0) _root = node;
            else _levels.Peek().Nodes.Add(node);
        }

        private Node Close(Level level)
        {
            var start = level.Start.Start;
            long weight = 1;
            foreach (var node in level.Nodes) weight += node.Weight;
            if (weight > YamlLimits.MaxNodes) throw Fault(start, $"more than {YamlLimits.MaxNodes:N0} values in one document, as aliases repeat them");
            var (line, column) = Place(start);
            if (level.Start is SequenceStart) return new(NodeKind.List, line, column) { Items = level.Nodes, Weight = (int)weight };
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            var pairs = new List<(Node, Node)>(level.Nodes.Count / 2);
            for (var i = 0; i + 1 < level.Nodes.Count; i += 2)
            {
                var key = level.Nodes[i];
                if (!key.IsScalar) throw Fault(key, "a key must be a word, not a list or a map");
                if (!seen.TryAdd(key.Text, key.Line)) throw Fault(key, string.Create(CultureInfo.InvariantCulture, $"key '{key.Text}' stands here twice, first in line {seen[key.Text]}"));
                pairs.Add((key, level.Nodes[i + 1]));
            }
            return new(NodeKind.Map, line, column) { Pairs = pairs, Weight = (int)weight };
        }

        private Node ScalarOf(Scalar scalar)
        {
            var (line, column) = Place(scalar.Start);
            if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || !scalar.Tag.IsEmpty) return new(NodeKind.Text, line, column) { Text = scalar.Value };
            var (kind, text) = Resolve(scalar.Value);
            return new(kind, line, column) { Text = text };
        }

        private (int, int) Place(Mark mark) => ((int)mark.Line + lines, (int)mark.Column);

        private InvalidDataException Fault(Mark mark, string message)
        {
            var (line, column) = Place(mark);
            return new(message) { Data = { ["line"] = line, ["column"] = column } };
        }

        private static InvalidDataException Fault(Node node, string message) => new(message) { Data = { ["line"] = node.Line, ["column"] = node.Column } };
    }

    private sealed class Level(NodeEvent start)
    {
        public NodeEvent Start { get; } = start;

        public List<Node> Nodes { get; } = [];
    }

    /// <summary>Core schema (YAML 1.2.2, 10.3.2). "yes" and "no" stay text.</summary>
    private static (NodeKind, string) Resolve(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL") return (NodeKind.Null, "");
        if (text is "true" or "True" or "TRUE") return (NodeKind.Boolean, "true");
        if (text is "false" or "False" or "FALSE") return (NodeKind.Boolean, "false");
        if (text.Length > 40 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.')) return (NodeKind.Text, text);
        if (text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex)) return (NodeKind.Number, hex.ToString(CultureInfo.InvariantCulture));
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return (NodeKind.Number, whole.ToString(CultureInfo.InvariantCulture));
        if (text.All(c => char.IsAsciiDigit(c) || c is '.' or 'e' or 'E' or '-' or '+') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real))
            return (NodeKind.Number, text.TrimStart('+'));
        return (NodeKind.Text, text);
    }
}
