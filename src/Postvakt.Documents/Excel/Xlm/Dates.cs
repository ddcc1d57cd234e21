using System.Globalization;
using System.Text;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Days as Excel counts them: 1 is 1 January 1900, and 1900 is taken for a leap year.</summary>
internal static class Dates
{
    /// <summary>
    /// Stands for the time of opening, which is the victim's: 12 October 2021, 12:27. A fixed one, so that the same file always gives the same report.
    /// </summary>
    public const double Now = 44481.5188222222;

    public static DateTime Of(double serial) => new DateTime(1899, 12, 30).AddDays(Math.Clamp(serial < 60 ? serial + 1 : serial, 0, 2_958_465)).AddMilliseconds(0.5);

    public static double Serial(int year, int month, int day)
    {
        var months = Math.Clamp(year, 1900, 9999) * 12L + month - 1;
        var first = new DateTime((int)Math.Clamp(months / 12, 1, 9999), (int)(Math.Max(months, 12) % 12) + 1, 1);
        var serial = (first - new DateTime(1899, 12, 30)).TotalDays + day - 1;
        return serial < 61 ? serial - 1 : serial;
    }

    /// <summary>Letters of a date format; the rest is taken as it stands.</summary>
    public static string Format(double serial, string format)
    {
        var date = Of(serial);
        var text = new StringBuilder();
        for (var i = 0; i < format.Length;)
        {
            var letter = char.ToLowerInvariant(format[i]);
            var run = 1;
            while (i + run < format.Length && char.ToLowerInvariant(format[i + run]) == letter) run++;
            var piece = letter switch
            {
                'y' => run > 2 ? "yyyy" : "yy",
                'm' => IsMinute(format, i, run) ? (run > 1 ? "mm" : "%m") : run switch { 1 => "%M", 2 => "MM", 3 => "MMM", _ => "MMMM" },
                'd' => run switch { 1 => "%d", 2 => "dd", 3 => "ddd", _ => "dddd" },
                'h' => run > 1 ? "HH" : "%H",
                's' => run > 1 ? "ss" : "%s",
                _ => "",
            };
            text.Append(piece.Length > 0 ? date.ToString(piece, CultureInfo.InvariantCulture) : format.Substring(i, run));
            i += run;
        }
        return text.ToString();
    }

    /// <summary>"m" means minutes next to hours or seconds.</summary>
    private static bool IsMinute(string format, int at, int run)
    {
        var before = format.AsSpan(0, at).TrimEnd(":. ");
        var after = format.AsSpan(at + run).TrimStart(":. ");
        return before.Length > 0 && before[^1] is 'h' or 'H' || after.Length > 0 && after[0] is 's' or 'S';
    }
}
