using System.Globalization;
using System.Text;
using Postvakt.Messages;

namespace Postvakt.Storage.Tests.Corpus;

/// <summary>
/// Everyday mail of colleagues who play no part in the cases: it only makes Memory deep, so that what is absent from it means something.
/// </summary>
internal static class Filler
{
    private static readonly DateTimeOffset First = new(2026, 1, 12, 8, 0, 0, TimeSpan.Zero);

    public static IEnumerable<ReceivedMail> Mails(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var at = First + TimeSpan.FromHours(i * 3);
            var date = at.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
            var text = $"""
                Received: from exch.nordwind.example by mx.nordwind.example; {date}
                Date: {date}
                From: clerk{i % 25}@nordwind.example
                To: clerk{(i + 7) % 25}@nordwind.example
                Subject: Shift note {i}
                Message-ID: <note-{i}@nordwind.example>
                Content-Type: text/plain; charset=us-ascii

                Gate {i % 11} took {i * 7 % 90} pallets on shift {i}, shelf {i * 13 % 400} is free again and row {i * 31 % 57} waits for labels.

                """;
            yield return new ReceivedMail("filler", i, new MemoryStream(Encoding.ASCII.GetBytes(text)), Envelope.Unknown, null);
        }
    }
}
