using System.Text;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>The sample company's weeks under attack, as an SMTP client would send them.</summary>
internal static class SampleMails
{
    /// <summary>Mails with CRLF line ends, dots escaped (RFC 5321 4.5.2), in order.</summary>
    public static IReadOnlyList<string> Read()
    {
        var mails = new List<StringBuilder>();
        foreach (var line in File.ReadLines(Path.Combine(Path.GetDirectoryName(Mails.SampleHistory())!, "stream.mbox"), Encoding.Latin1))
        {
            if (line.StartsWith("From ", StringComparison.Ordinal)) mails.Add(new StringBuilder());
            else mails[^1].Append(line.StartsWith('.') ? "." : "").Append(line).Append("\r\n");
        }
        return [.. mails.Select(m => m.ToString())];
    }
}
