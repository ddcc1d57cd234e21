using System.Globalization;
using System.Text;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Mails made up for these tests.</summary>
internal static class Mails
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Plain(int number, string text = "The pallets arrive on Tuesday, the invoice follows.") => string.Create(CultureInfo.InvariantCulture, $"""
        Message-ID: <mail-{number}@kontor.example>
        Date: Mon, 5 Jan 2026 {number / 3600 % 24:00}:{number / 60 % 60:00}:{number % 60:00} +0000
        From: Anna Berg <anna{number % 50}@kontor.example>
        To: Ben Holt <ben@werk.example>
        Subject: Delivery {number}

        {text} Number {number}.

        """);

    public static string Mbox(int count) => Mbox(Enumerable.Range(0, count).Select(n => Plain(n)));

    public static string Mbox(IEnumerable<string> mails)
    {
        var mbox = new StringBuilder();
        foreach (var mail in mails) mbox.Append("From anna@kontor.example Mon Jan  5 10:00:00 2026\n").Append(mail).Append('\n');
        return mbox.ToString();
    }

    public static string WithHeader(string extra, string body) =>
        "Message-ID: <odd@kontor.example>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\nFrom: anna@kontor.example\nTo: ben@werk.example\nSubject: Odd\n" + extra + "\n" + body;

    /// <summary>The sample company's history, for work that takes a while.</summary>
    public static string SampleHistory() => Checkout.At("samples", "company", "history.mbox");
}
