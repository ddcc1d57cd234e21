using System.Globalization;

namespace Postvakt.Mql.Schema;

/// <summary>Reads the text form of a schema. It is written by the program's makers, so a fault throws.</summary>
internal sealed class SchemaReader
{
    private readonly Dictionary<string, MqlObjectType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MqlSignature> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MqlType> _lists = new(StringComparer.Ordinal);
    private readonly List<Line> _fields = [];
    private readonly List<Line> _functionLines = [];
    private readonly List<Line> _listLines = [];

    /// <summary>First pass: which types there are. Their fields are read when all are known.</summary>
    public void Add(string file, string text)
    {
        var open = new Stack<(int Indent, MqlObjectType Type)>();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var content = raw.TrimEnd();
            if (content.TrimStart() is "" or ['#', ..]) continue;
            var indent = content.Length - content.TrimStart().Length;
            var line = new Line(file, number, content.Trim(), null);
            if (indent == 0)
            {
                open.Clear();
                var words = line.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words[0] == "type" && words.Length is 2 or 4) open.Push((0, Declare(words[1], line with { Text = words.Length == 4 ? words[3] : "" })));
                else if (words[0] is "function" or "capability") _functionLines.Add(line);
                else if (words[0] == "list") _listLines.Add(line);
                else throw line.Fault("begins with none of type, function, capability, list");
                continue;
            }
            while (open.Count > 0 && open.Peek().Indent >= indent) open.Pop();
            if (open.Count == 0) throw line.Fault("a field stands below its type, further in");
            var owner = open.Peek().Type;
            if (line.Text.Contains(':', StringComparison.Ordinal))
            {
                _fields.Add(line with { Owner = owner });
                continue;
            }
            var name = line.Text.TrimEnd('[', ']');
            var inner = Declare($"{owner.Name}.{name}", line with { Text = "" });
            owner.Add(new(owner, name, line.Text.EndsWith("[]", StringComparison.Ordinal) ? MqlType.ArrayOf(Of(inner)) : Of(inner)));
            open.Push((indent, inner));
        }
    }

    public (IReadOnlyDictionary<string, MqlObjectType> Types, IReadOnlyDictionary<string, MqlSignature> Functions, IReadOnlyDictionary<string, MqlType> Lists) Build()
    {
        foreach (var line in _fields)
        {
            var (names, type) = line.Halves(':');
            if (names == "is")
            {
                line.Owner!.Base = _types.GetValueOrDefault(type) ?? throw line.Fault($"there is no type {type}");
                if (_types[type].Is(line.Owner)) throw line.Fault("a type extends itself");
                continue;
            }
            foreach (var name in names.Split(',', StringSplitOptions.TrimEntries)) line.Owner!.Add(new(line.Owner, name, TypeOf(type, line)));
        }
        foreach (var line in _functionLines) AddFunction(line);
        foreach (var line in _listLines)
        {
            var (name, type) = line.Halves(':');
            _lists[name["list ".Length..].Trim()] = TypeOf(type, line);
        }
        return _types.ContainsKey("Message") ? (_types, _functions, _lists) : throw new FormatException("the schema has no type Message");
    }

    private static MqlType Of(MqlObjectType type) => new(MqlKind.Object, Object: type);

    private MqlObjectType Declare(string name, Line line)
    {
        if (!_types.TryGetValue(name, out var type)) _types[name] = type = new(name);
        if (line.Text.Length > 0) _fields.Add(line with { Text = "is:" + line.Text, Owner = type });
        return type;
    }

    private void AddFunction(Line line)
    {
        int open = line.Text.IndexOf('(', StringComparison.Ordinal), close = line.Text.LastIndexOf(')');
        if (open < 0 || close < open || line.Text.IndexOf(':', close) < 0) throw line.Fault("a function is NAME (TYPES) : TYPE");
        var words = line.Text[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parameters = line.Text[(open + 1)..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => Parameter(p, line)).ToArray();
        var result = TypeOf(line.Text[(line.Text.IndexOf(':', close) + 1)..].Trim(), line);
        _functions[words[1]] = new(words[1], parameters, result, words[0] == "capability");
    }

    private MqlParameter Parameter(string text, Line line)
    {
        var name = text.Contains(':', StringComparison.Ordinal) ? text[..text.IndexOf(':', StringComparison.Ordinal)].Trim() : null;
        var types = (name is null ? text : text[(name.Length + 1)..]).Trim();
        var repeated = types.EndsWith("...", StringComparison.Ordinal);
        return new([.. (repeated ? types[..^3] : types).Split('|').Select(t => TypeOf(t.Trim(), line))], name, repeated);
    }

    private MqlType TypeOf(string text, Line line) => text switch
    {
        "string" => MqlType.String,
        "int" => MqlType.Int,
        "float" => MqlType.Float,
        "bool" => MqlType.Bool,
        "json" => MqlType.Json,
        [.., '[', ']'] => MqlType.ArrayOf(TypeOf(text[..^2], line)),
        ['m', 'a', 'p', '<', .., '>'] => MqlType.MapOf(TypeOf(text[4..^1], line)),
        _ => _types.TryGetValue(text, out var type) ? Of(type) : throw line.Fault($"there is no type {text}"),
    };

    private sealed record Line(string File, int Number, string Text, MqlObjectType? Owner)
    {
        public (string, string) Halves(char between)
        {
            var at = Text.IndexOf(between, StringComparison.Ordinal);
            return at < 0 ? throw Fault($"'{between}' is missing") : (Text[..at].Trim(), Text[(at + 1)..].Trim());
        }

        public FormatException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{File}, line {Number}: {what}"));
    }
}
