using System.Globalization;
using System.Text;
using Postvakt.Samples.Mails;

namespace Postvakt.Samples.Output;

/// <summary>mboxrd: every line that begins with any number of ">" and "From " gets one more ">".</summary>
internal static class Mbox
{
    public static byte[] Write(IEnumerable<Mail> mails)
    {
        using var stream = new MemoryStream();
        foreach (var mail in mails)
        {
            var sender = Trace.EnvelopeSender(mail) is { Length: > 0 } address ? address : "MAILER-DAEMON";
            var time = mail.Date.UtcDateTime.AddSeconds(6).ToString("ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture);
            Add($"From {sender} {time}");
            foreach (var line in Encoding.Latin1.GetString(mail.Bytes).TrimEnd('\n').Split('\n'))
            {
                Add(line.TrimStart('>').StartsWith("From ", StringComparison.Ordinal) ? ">" + line : line);
            }

            Add("");
        }

        return stream.ToArray();

        void Add(string line) => stream.Write(Encoding.Latin1.GetBytes(line + "\n"));
    }
}
