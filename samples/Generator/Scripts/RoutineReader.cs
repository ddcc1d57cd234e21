using System.Globalization;
using System.Text.RegularExpressions;
using Postvakt.Samples.Mails;

namespace Postvakt.Samples.Scripts;

/// <summary>Turns one routine template (weekly report, menu, newsletter) into its mails between two days.</summary>
internal static partial class RoutineReader
{
    public static IEnumerable<Entry> Read(string path, DateTime first, DateTime last)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var lines = File.ReadAllLines(path).SkipWhile(line => line.StartsWith('#')).ToArray();
        var header = lines.TakeWhile(line => FieldLine().IsMatch(line)).Select(line => line.Split(": ", 2)).ToDictionary(f => f[0], f => f[1]);
        var text = string.Join('\n', lines.Skip(header.Count)).Trim('\n');
        var every = header["every"].Split(' ');
        var people = header["who"].Split('>', StringSplitOptions.TrimEntries);
        var time = TimeSpan.ParseExact(every[1], @"hh\:mm", CultureInfo.InvariantCulture);

        var number = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var week = ISOWeek.GetWeekOfYear(day);
            if (!day.DayOfWeek.ToString().StartsWith(every[0], StringComparison.OrdinalIgnoreCase) || (header.ContainsKey("odd") && week % 2 == 0))
            {
                continue;
            }

            var chance = new Chance($"{name}/{day:yyyy-MM-dd}");
            var options = new Dictionary<string, string> { ["re"] = "none" };
            yield return new Entry(
                "routine-" + name, number++, day + time + TimeSpan.FromMinutes(chance.Number(0, 9)), people[0], people[1].Split(", "), null,
                header["lang"], Fill(header["subject"], day, chance), Fill(text, day, chance), options);
        }
    }

    private static string Fill(string template, DateTime day, Chance chance) => Placeholder().Replace(template, match =>
    {
        var word = match.Groups[1].Value;
        var rest = match.Groups[2].Value.Trim();
        return word switch
        {
            "date" => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "week" => Week(day),
            "lastweek" => Week(day.AddDays(-7)),
            "nextweek" => Week(day.AddDays(7)),
            "n" => chance.Number(int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture), int.Parse(rest.Split(' ')[1], CultureInfo.InvariantCulture))
                .ToString(CultureInfo.InvariantCulture),
            "pick" => chance.Pick(rest.Split('|')),
            _ => throw new InvalidDataException($"placeholder {match.Value}?"),
        };
    });

    private static string Week(DateTime day) => ISOWeek.GetWeekOfYear(day).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{(\w+)([^}]*)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[a-z]+: ")]
    private static partial Regex FieldLine();
}
