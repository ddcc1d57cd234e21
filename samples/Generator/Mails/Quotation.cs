using System.Globalization;
using Postvakt.Samples.Cast;

namespace Postvakt.Samples.Mails;

/// <summary>The lines a mail program writes above what it quotes, in the language of its owner.</summary>
internal static class Quotation
{
    private sealed record Words(string From, string Sent, string To, string Cc, string Subject, string Colon, string Forward, string Reply);

    private static readonly Dictionary<string, Words> Blocks = new()
    {
        ["en"] = new("From", "Sent", "To", "Cc", "Subject", ":", "FW", "RE"),
        ["sv"] = new("Från", "Skickat", "Till", "Kopia", "Ämne", ":", "VB", "SV"),
        ["de"] = new("Von", "Gesendet", "An", "Cc", "Betreff", ":", "WG", "AW"),
        ["fr"] = new("De", "Envoyé", "À", "Cc", "Objet", " :", "TR", "RE"),
        ["ja"] = new("差出人", "送信日時", "宛先", "CC", "件名", ":", "FW", "RE"),
    };

    /// <summary>Subject of an answer: programs drop the prefix they find and write their own.</summary>
    public static string Subject(Mail parent, Person author, MailProgram program, bool isForward)
    {
        var words = Blocks[author.Language];
        var prefix = program.Quote == QuoteStyle.Outlook ? (isForward ? words.Forward : words.Reply) : isForward ? "Fwd" : "Re";
        return $"{prefix}: {Bare(parent.Subject)}";
    }

    public static string Bare(string subject)
    {
        for (var colon = subject.IndexOf(": ", StringComparison.Ordinal); colon is 2 or 3; colon = subject.IndexOf(": ", StringComparison.Ordinal))
        {
            if (subject[..colon].ToUpperInvariant() is not ("RE" or "SV" or "AW" or "FW" or "FWD" or "VB" or "WG" or "TR"))
            {
                break;
            }

            subject = subject[(colon + 2)..];
        }

        return subject;
    }

    public static string[] Block(Mail quoted, Person reader)
    {
        var words = Blocks[reader.Language];
        var lines = new List<string>
        {
            $"{words.From}{words.Colon} {quoted.From.Name} <{quoted.From.Address}>",
            $"{words.Sent}{words.Colon} {LongDate(Clock.In(reader.Zone, quoted.Date), reader.Language)}",
            $"{words.To}{words.Colon} {People(quoted.To)}",
        };
        if (quoted.Cc.Count > 0)
        {
            lines.Add($"{words.Cc}{words.Colon} {People(quoted.Cc)}");
        }

        lines.Add($"{words.Subject}{words.Colon} {quoted.Subject}");
        return [.. lines];
    }

    public static string Attribution(Mail quoted, Person reader, QuoteStyle style)
    {
        var date = Clock.In(reader.Zone, quoted.Date);
        var time = date.ToString("HH:mm", CultureInfo.InvariantCulture);
        var who = $"{quoted.From.Name} <{quoted.From.Address}>";
        var day = Short(date, reader.Language);
        return (style, reader.Language) switch
        {
            (QuoteStyle.Gmail, "sv") => $"Den {Weekday(date, "sv")[..3]} {day} kl {time} skrev {who}:",
            (QuoteStyle.Gmail, "de") => $"Am {Weekday(date, "de")[..2]}., {day} um {time} Uhr schrieb {who}:",
            (QuoteStyle.Gmail, "fr") => $"Le {Weekday(date, "fr")[..3]}. {day} à {time}, {who} a écrit :",
            (QuoteStyle.Gmail, _) => $"On {date.ToString("ddd", CultureInfo.InvariantCulture)}, {day} at {time}, {who} wrote:",
            (QuoteStyle.Apple, "sv") => $"{day} kl. {time} skrev {who}:",
            (QuoteStyle.Apple, "de") => $"Am {date:dd.MM.yyyy} um {time} schrieb {who}:",
            (QuoteStyle.Apple, "fr") => $"Le {day} à {time}, {who} a écrit :",
            (QuoteStyle.Apple, _) => $"On {day}, at {time}, {who} wrote:",
            (_, "sv") => $"Den {date:yyyy-MM-dd} kl. {time}, skrev {quoted.From.Name}:",
            (_, "de") => $"Am {date:dd.MM.yyyy} um {time} schrieb {quoted.From.Name}:",
            (_, "fr") => $"Le {date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)} à {time}, {quoted.From.Name} a écrit :",
            (_, "ja") => $"On {date.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)} {time}, {quoted.From.Name} wrote:",
            _ => $"On {date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)} {time}, {quoted.From.Name} wrote:",
        };
    }

    private static string People(IReadOnlyList<Person> people) => string.Join("; ", people.Select(one => $"{one.Name} <{one.Address}>"));

    private static string LongDate(DateTimeOffset date, string language)
    {
        var time = date.ToString("HH:mm", CultureInfo.InvariantCulture);
        return language switch
        {
            "sv" => $"den {date.Day} {Month(date, "sv")} {date.Year} {time}",
            "de" => $"{Weekday(date, "de")}, {date.Day}. {Month(date, "de")} {date.Year} {time}",
            "fr" => $"{Weekday(date, "fr")} {date.Day} {Month(date, "fr")} {date.Year} {time}",
            "ja" => $"{date.Year}年{date.Month}月{date.Day}日 {date.ToString("H:mm", CultureInfo.InvariantCulture)}",
            _ => $"{date.Day} {Month(date, "en")} {date.Year} {time}",
        };
    }

    private static string Short(DateTimeOffset date, string language) => language switch
    {
        "sv" => $"{date.Day} {Month(date, "sv")[..3]}. {date.Year}",
        "de" => $"{date.Day}. {Month(date, "de")[..3]}. {date.Year}",
        "fr" => $"{date.Day} {Month(date, "fr")} {date.Year}",
        _ => $"{date.Day} {Month(date, "en")[..3]} {date.Year}",
    };

    private static string Month(DateTimeOffset date, string language) => (language switch
    {
        "sv" => "januari februari mars april maj juni juli augusti september oktober november december",
        "de" => "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "fr" => "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        _ => "January February March April May June July August September October November December",
    }).Split(' ')[date.Month - 1];

    private static string Weekday(DateTimeOffset date, string language) => (language switch
    {
        "sv" => "söndag måndag tisdag onsdag torsdag fredag lördag",
        "de" => "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
        _ => "dimanche lundi mardi mercredi jeudi vendredi samedi",
    }).Split(' ')[(int)date.DayOfWeek];
}
