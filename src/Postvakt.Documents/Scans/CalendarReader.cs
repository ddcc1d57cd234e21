using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Scans;

/// <summary>
/// Reads calendars (RFC 5545) line by line. A reader of our own: rules look at what stands in the file, also where it is no calendar any more, and a library
/// that builds events from it would evaluate repetitions and time zones that attackers wrote.
/// </summary>
internal static class CalendarReader
{
    private const int MaxBytes = 1 << 20;
    private const int MaxCalendars = 20;
    private const int MaxComponents = 500;
    private const int MaxProperties = 10_000;
    private const int MaxParameters = 20;
    private const int MaxDepth = 8;
    private const int MaxName = 200;

    /// <summary>The calendars of a file; one that is not closed ends with the file.</summary>
    public static IReadOnlyList<CalendarComponent> Read(ReadOnlySpan<byte> content)
    {
        // 3.1: a line goes on after a line break and one blank.
        var text = TextBytes.Decode(content, MaxBytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal);
        var (calendars, open, components, properties) = (new List<CalendarComponent>(), new Stack<CalendarComponent>(), 0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (properties >= MaxProperties) break;
            if (Line(line) is not { } property) continue;
            properties++;
            if (property.Name == "BEGIN")
            {
                if (open.Count >= MaxDepth || ++components > MaxComponents) break;
                var component = new CalendarComponent(property.Value.Trim().ToUpperInvariant());
                if (open.TryPeek(out var around)) around.Add(component);
                else if (calendars.Count < MaxCalendars) calendars.Add(component);
                open.Push(component);
            }
            else if (property.Name == "END")
            {
                open.TryPop(out _);
            }
            else if (open.TryPeek(out var current))
            {
                current.Add(property);
            }
        }
        return calendars;
    }

    /// <summary>3.1: name *(";" parameter "=" value) ":" value; a value in quotes may hold what else would end it.</summary>
    private static CalendarProperty? Line(ReadOnlySpan<char> line)
    {
        var nameEnd = line.IndexOfAny(':', ';');
        if (nameEnd is <= 0 or > MaxName) return null;
        var name = line[..nameEnd].Trim().ToString().ToUpperInvariant();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        line = line[nameEnd..];
        while (line is [';', ..])
        {
            line = line[1..];
            var end = End(line);
            if (end < 0) return null;
            var parameter = line[..end];
            if (parameter.IndexOf('=') is var equals and > 0 && parameters.Count < MaxParameters) parameters.TryAdd(parameter[..equals].ToString().ToUpperInvariant(), parameter[(equals + 1)..].Trim('"').ToString());
            line = line[end..];
        }
        return line is [':', ..] ? new CalendarProperty(name, parameters, line[1..].ToString()) : null;
    }

    /// <summary>Where a parameter ends; -1 where the line does before.</summary>
    private static int End(ReadOnlySpan<char> line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"') quoted = !quoted;
            else if (!quoted && line[i] is (':' or ';')) return i;
        }
        return -1;
    }
}
