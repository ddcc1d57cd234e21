using System.Globalization;

namespace Postvakt.Samples.Scripts;

/// <summary>Reads one conversation file; the format is described in samples/README.md.</summary>
internal static class ScriptReader
{
    public static List<Entry> Read(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var header = new Dictionary<string, string>();
        var entries = new List<Entry>();
        var block = new List<string>();
        foreach (var line in File.ReadLines(path).Append("@"))
        {
            if (!line.StartsWith('@'))
            {
                block.Add(line);
                continue;
            }

            if (block.Count > 0 && block[0].StartsWith('@'))
            {
                entries.Add(ReadEntry(name, entries, header, block));
            }
            else
            {
                ReadHeader(header, block);
            }

            block = [line];
        }

        return entries;
    }

    private static void ReadHeader(Dictionary<string, string> header, List<string> block)
    {
        foreach (var line in block.Where(line => line.Length > 0 && line[0] != '#'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            header[line[..colon]] = line[(colon + 1)..].Trim();
        }
    }

    private static Entry ReadEntry(string name, List<Entry> before, Dictionary<string, string> header, List<string> block)
    {
        var (head, list, _) = Cut(block[0][1..].Trim(), '>');
        var words = head.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var (when, used) = ReadTime(words, before.Count > 0 ? before[^1].When : null);
        var options = block.Where(line => line.StartsWith('!')).Select(line => Cut(line[1..], ' ')).ToDictionary(o => o.Left, o => o.Right);
        var text = string.Join('\n', block.Skip(1).Where(line => !line.StartsWith('!'))).Trim('\n');
        var (to, cc, named) = Cut(list, ';');
        return new Entry(
            name, before.Count, when, words[used], Names(to), named ? Names(cc.Trim()[2..]) : null,
            options.GetValueOrDefault("lang", header["lang"]), options.GetValueOrDefault("subject", header["subject"]), text, options);
    }

    // "2026-10-12 09:14", or since the mail before: "+2:15" (hours), "+1d 08:30" (working days, then the time).
    private static (DateTime When, int Words) ReadTime(string[] words, DateTime? before)
    {
        if (!words[0].StartsWith('+'))
        {
            return (DateTime.ParseExact($"{words[0]} {words[1]}", "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), 2);
        }

        var start = before ?? throw new InvalidDataException("the first mail of a file needs a date");
        if (!words[0].EndsWith('d'))
        {
            return (start + Hours(words[0][1..]), 1);
        }

        var day = start.Date;
        for (var left = int.Parse(words[0][1..^1], CultureInfo.InvariantCulture); left > 0; left--)
        {
            do
            {
                day = day.AddDays(1);
            }
            while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        }

        return (day + Hours(words[1]), 2);
    }

    private static TimeSpan Hours(string text)
    {
        var (hours, minutes, _) = Cut(text, ':');
        return new TimeSpan(int.Parse(hours, CultureInfo.InvariantCulture), int.Parse(minutes, CultureInfo.InvariantCulture), 0);
    }

    private static string[]? Names(string list) =>
        list.Length == 0 ? null : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static (string Left, string Right, bool Found) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text.Trim(), "", false) : (text[..place].Trim(), text[(place + 1)..].Trim(), true);
    }
}
