namespace Postvakt.Messages.Bodies;

/// <summary>
/// Days that the date of a quoted header may mean, in the languages of mail programs: "5 nov. 2021 14:02", "11/5/2021", "2021年11月5日". Where day and month can change places
/// both are given. Linear in the text.
/// </summary>
internal static class QuotedDate
{
    /// <summary>Characters looked at. 200: the longest dates have 60.</summary>
    private const int MaxText = 200;

    /// <summary>Days that are kept. 8: an ambiguous date with a weekday that looks like a month gives four.</summary>
    private const int MaxDays = 8;

    /// <summary>Beginnings of month names, January first: English, Swedish, German, French, Spanish, Italian, Dutch, Polish, Portuguese.</summary>
    private static readonly string[][] Months =
    [
        ["jan", "jän", "ene", "gen", "sty"], ["feb", "fév", "fev", "lut"], ["mar", "mär", "maa", "mrt"], ["apr", "avr", "abr", "kwi"], ["may", "mai", "maj", "mei", "mag"], ["jun", "juin", "giu", "cze"],
        ["jul", "juil", "lug", "lip"], ["aug", "aoû", "aou", "ago", "sie"], ["sep", "set", "wrz"], ["oct", "okt", "ott", "out", "paź", "paz"], ["nov", "lis"], ["dec", "dez", "déc", "dic", "gru"],
    ];

    public static IReadOnlyList<DateOnly> Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return [];
        text = (text.Length > MaxText ? text[..MaxText] : text).ToLowerInvariant();
        var (numbers, months) = (Numbers(text), MonthsIn(text));
        var days = new HashSet<DateOnly>();
        // 2021-11-05, 2021年11月5日, 05.11.2021, 11/5/21
        for (var i = 0; i + 2 < numbers.Count; i++)
        {
            var (one, two, three) = (numbers[i], numbers[i + 1], numbers[i + 2]);
            if (!one.Joins || !two.Joins) continue;
            if (one.Length == 4) Add(days, one.Value, two.Value, three.Value);
            else if (three.Length is 4 or 2)
            {
                Add(days, Year(three), two.Value, one.Value);
                Add(days, Year(three), one.Value, two.Value);
            }
        }
        if (days.Count == 0)
        {
            foreach (var year in numbers.Where(n => n.Length == 4))
            foreach (var month in months)
            foreach (var day in numbers.Where(n => n.Length <= 2 && !n.IsTime)) Add(days, year.Value, month, day.Value);
        }
        return [.. days.Take(MaxDays)];
    }

    private static int Year(Number number) => number.Length == 2 ? 2000 + number.Value : number.Value;

    private static void Add(HashSet<DateOnly> days, int year, int month, int day)
    {
        if (year is >= 1990 and <= 2200 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)) days.Add(new DateOnly(year, month, day));
    }

    private static List<Number> Numbers(string text)
    {
        var numbers = new List<Number>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
            if (i - start > 4) continue;
            var after = i < text.Length ? text[i] : '\0';
            // "5. 11. 2021": a blank after the separator, as German and Polish write.
            var next = after is '/' or '-' or '.' or '年' or '月' && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || (text[i + 1] == ' ' && i + 2 < text.Length && char.IsAsciiDigit(text[i + 2])));
            var time = after == ':' || (start > 0 && text[start - 1] is ':' or '+');
            numbers.Add(new Number(int.Parse(text.AsSpan(start, i - start), System.Globalization.CultureInfo.InvariantCulture), i - start, next, time));
        }
        return numbers;
    }

    private static List<int> MonthsIn(string text)
    {
        var months = new List<int>();
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetter(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && char.IsLetter(text[i])) i++;
            var word = text.AsSpan(start, i - start);
            for (var m = 0; m < Months.Length; m++)
            {
                foreach (var name in Months[m])
                {
                    if (word.StartsWith(name, StringComparison.Ordinal) && !months.Contains(m + 1)) months.Add(m + 1);
                }
            }
        }
        return months;
    }

    /// <param name="Joins">The next number belongs to the same date.</param>
    /// <param name="IsTime">It stands beside a colon, or is the offset of a zone.</param>
    private readonly record struct Number(int Value, int Length, bool Joins, bool IsTime);
}
