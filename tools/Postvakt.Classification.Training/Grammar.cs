using System.Text;

namespace Postvakt.Classification.Training;

/// <summary>
/// Reads the authored texts and writes one of the many texts that a family stands for. The form: <c>@name = one | two</c> names choices; <c>== intent; topic, topic; tag; language</c> begins a family; each line below is a part,
/// <c>{a|b|}</c> in it a choice, <c>@name</c> one of the named; <c>?</c> before a line makes it optional.
/// </summary>
internal sealed class Grammar
{
    private const int MaxDepth = 20;

    private readonly Dictionary<string, string[]> _slots = new(StringComparer.Ordinal);

    public List<AuthoredText> Families { get; } = [];

    public static Grammar Read(string folder)
    {
        var grammar = new Grammar();
        foreach (var file in Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal)) grammar.ReadFile(file);
        return grammar;
    }

    private void ReadFile(string file)
    {
        var number = 0;
        List<string>? parts = null;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("== ", StringComparison.Ordinal))
            {
                var fields = line[3..].Split(';', StringSplitOptions.TrimEntries);
                Families.Add(new($"{Path.GetFileNameWithoutExtension(file)}:{number}", fields[0], List(fields, 1), List(fields, 2), fields.Length > 3 && fields[3].Length > 0 ? fields[3] : "english", parts = []));
            }
            else if (line[0] == '@' && line.IndexOf(" = ", StringComparison.Ordinal) is var at and > 0)
            {
                _slots[line[1..at]] = [.. Split(line[(at + 3)..]).Select(s => s.Trim())];
            }
            else
            {
                (parts ?? throw new InvalidDataException($"{file}:{number}: a part without a family")).Add(line);
            }
        }
        static string[] List(string[] fields, int at) => fields.Length > at ? fields[at].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
    }

    /// <summary>Names that are used and stand nowhere.</summary>
    public IEnumerable<string> Unknown()
    {
        var used = Families.SelectMany(f => f.Parts.Select(p => (f.Name, Text: p))).Concat(_slots.SelectMany(s => s.Value.Select(v => (Name: "@" + s.Key, Text: v))));
        foreach (var (name, text) in used)
            for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
                if (NameAt(text, at) is { Length: > 0 } slot && !_slots.ContainsKey(slot)) yield return $"{name}: @{slot}";
    }

    /// <summary>One text. Greeting, sign-off and what stands below are drawn alike for all families of a language, so that they say nothing.</summary>
    public string Write(AuthoredText family, Random random, Wording wording)
    {
        var text = new StringBuilder();
        if (random.NextDouble() < 0.65) Line("{@greeting_" + family.Language + "}");
        foreach (var part in family.Parts)
        {
            var optional = part[0] == '?';
            if (random.NextDouble() < (optional ? 0.5 : 0.12)) continue;
            Line(optional ? part[1..].TrimStart() : part);
        }
        if (random.NextDouble() < 0.6) Line("{@closing_" + family.Language + "}");
        if (random.NextDouble() < 0.25) Line("{@footer_" + family.Language + "}");
        return text.ToString();

        void Line(string part)
        {
            Expand(part, random, text, wording, 0);
            text.Append(random.Next(3) == 0 ? "\n\n" : random.Next(2) == 0 ? "\n" : " ");
        }
    }

    private void Expand(string part, Random random, StringBuilder to, Wording wording, int depth)
    {
        if (depth > MaxDepth) throw new InvalidDataException("choices go round in a circle: " + part);
        for (var at = 0; at < part.Length; at++)
        {
            if (part[at] == '{')
            {
                var end = Closing(part, at);
                var choices = Split(part[(at + 1)..end]);
                Expand(Choose(choices, random, wording), random, to, wording, depth + 1);
                at = end;
            }
            else if (part[at] == '@' && NameAt(part, at) is { Length: > 0 } name && _slots.TryGetValue(name, out var slot))
            {
                Expand(Choose(slot, random, wording), random, to, wording, depth + 1);
                at += name.Length;
            }
            else if (part[at] == '#')
            {
                to.Append((char)('0' + random.Next(1, 10)));
            }
            else
            {
                to.Append(part[at]);
            }
        }
    }

    private static string Choose(IReadOnlyList<string> choices, Random random, Wording wording)
    {
        var count = choices.Count;
        if (wording.Quarter is not { } quarter || count < 4) return choices[random.Next(count)];
        if (!wording.Without) return choices[random.Next((count + 3 - quarter) / 4) * 4 + quarter];
        while (true)
            if (random.Next(count) is var at && at % 4 != quarter) return choices[at];
    }

    private static string NameAt(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && (char.IsAsciiLetterLower(text[end]) || text[end] == '_')) end++;
        return text[(at + 1)..end];
    }

    private static int Closing(string part, int at)
    {
        var depth = 0;
        for (; at < part.Length; at++)
        {
            if (part[at] == '{') depth++;
            else if (part[at] == '}' && --depth == 0) return at;
        }
        throw new InvalidDataException("a choice is not closed: " + part);
    }

    /// <summary>At the bars that stand in no inner choice.</summary>
    private static List<string> Split(string choices)
    {
        var split = new List<string>();
        int depth = 0, start = 0;
        for (var at = 0; at < choices.Length; at++)
        {
            if (choices[at] == '{') depth++;
            else if (choices[at] == '}') depth--;
            else if (choices[at] == '|' && depth == 0)
            {
                split.Add(choices[start..at]);
                start = at + 1;
            }
        }
        split.Add(choices[start..]);
        return split;
    }
}
