using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Postvakt.Mql.Rules;

/// <summary>Reads the documents of a YAML text. Aliases are refused: a rule needs none, and a few lines of them stand for billions of values.</summary>
internal static class YamlReader
{
    /// <summary>Levels of lists and maps. 16: a rule has three.</summary>
    private const int MaxDepth = 16;

    /// <summary>Values of one file. 100,000: public rules have 43 at most.</summary>
    private const int MaxValues = 100_000;

    /// <summary>What was read before the first fault, and the fault.</summary>
    public static (IReadOnlyList<Yaml> Documents, MqlProblem? Fault) Read(string file, string text)
    {
        var documents = new List<Yaml>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.MoveNext();
            while (parser.MoveNext() && parser.Current is DocumentStart)
            {
                parser.MoveNext();
                var values = 0;
                documents.Add(ReadValue(parser, 0, ref values));
                parser.MoveNext();
            }
            return (documents, null);
        }
        catch (YamlException broken)
        {
            return (documents, new(file, (int)Math.Min(broken.Start.Line, int.MaxValue), (int)Math.Min(broken.Start.Column, int.MaxValue), true, "is no YAML: " + broken.Message));
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // The scanner of the library trips over some byte sequences; that is no fault of the program's state.
            return (documents, new(file, 1, 1, true, "is no YAML: " + broken.Message));
        }
    }

    /// <summary>The value that begins at the parser's event; afterwards the parser stands on its last event.</summary>
    private static Yaml ReadValue(Parser parser, int depth, ref int values)
    {
        var at = parser.Current!;
        var (line, column) = ((int)at.Start.Line, (int)at.Start.Column);
        if (++values > MaxValues) throw new YamlException(at.Start, at.End, string.Create(CultureInfo.InvariantCulture, $"more than {MaxValues:N0} values"));
        if (depth > MaxDepth) throw new YamlException(at.Start, at.End, $"nested deeper than {MaxDepth} levels");
        switch (at)
        {
            case Scalar scalar:
                return new(line, column, scalar.Value, scalar.Style is ScalarStyle.Literal or ScalarStyle.Folded, [], []);
            case SequenceStart:
                var items = new List<Yaml>();
                while (parser.MoveNext() && parser.Current is not SequenceEnd) items.Add(ReadValue(parser, depth + 1, ref values));
                return new(line, column, null, false, [], items);
            case MappingStart:
                return new(line, column, null, false, ReadPairs(parser, depth, ref values), []);
            default:
                throw new YamlException(at.Start, at.End, "anchors and aliases are not part of rule files");
        }
    }

    private static List<(string Key, Yaml Value)> ReadPairs(Parser parser, int depth, ref int values)
    {
        var pairs = new List<(string, Yaml)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var key = ReadValue(parser, depth + 1, ref values);
            var place = parser.Current!;
            if (key.Text is not { } name) throw new YamlException(place.Start, place.End, "a key must be a word");
            if (!seen.Add(name)) throw new YamlException(place.Start, place.End, $"key '{name}' stands here twice");
            parser.MoveNext();
            pairs.Add((name, ReadValue(parser, depth + 1, ref values)));
        }
        return pairs;
    }
}
