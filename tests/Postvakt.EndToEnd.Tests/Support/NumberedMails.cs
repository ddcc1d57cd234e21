using System.Globalization;
using System.Text.RegularExpressions;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>The sample company's mail as often as asked for; each carries a number by which it is found again, and a Message-ID of its own.</summary>
internal static partial class NumberedMails
{
    public static string[] Read(int count)
    {
        var sample = SampleMails.Read();
        return [.. Enumerable.Range(0, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"X-Number: {n}\r\n") + Renewed(WithoutReturnPath(sample[n % sample.Count]), n / sample.Count))];
    }

    /// <summary>How often each number stands in a text.</summary>
    public static Dictionary<int, int> Count(string text) =>
        Number().Matches(text).GroupBy(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>The last server writes that field, and Postfix takes one off that came.</summary>
    private static string WithoutReturnPath(string mail) =>
        mail.StartsWith("Return-Path:", StringComparison.OrdinalIgnoreCase) ? mail[(mail.IndexOf('\n', StringComparison.Ordinal) + 1)..] : mail;

    private static string Renewed(string mail, int round) =>
        round == 0 ? mail : Id().Replace(mail, string.Create(CultureInfo.InvariantCulture, $"Message-ID: <r{round}."), 1);

    [GeneratedRegex("^Message-ID:\\s*<", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Id();

    [GeneratedRegex("^X-Number: ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Number();
}
