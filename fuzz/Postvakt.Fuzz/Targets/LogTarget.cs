using System.IO.Compression;
using System.Text;
using Postvakt.Samples.EventLogs;

namespace Postvakt.Fuzz.Targets;

/// <summary>Logs that are text: recognised or not, read to the end.</summary>
internal sealed class LogTarget : ITarget
{
    public IReadOnlyList<byte[]> Seeds { get; } = [.. LogTexts.All.Select(t => Encoding.UTF8.GetBytes(t.Text))];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\"", "\"\"", ",", ";", "{", "}", "[", "]", ":", "\\", "\\u", "\\ud800", "\n", "\r\n", "\n{", "#Fields: ", "#Fields: date time", "S:KEY=", "<Event>", "</Event>", "<Event ", "<![CDATA[", "]]>", "<!DOCTYPE", "&amp;", "&#x41;", "<Data Name='",
        "{\"Name\":\"a\",\"Value\":", "\"AuditData\":\"{", "Record 1\n", "2021-11-03T08:00:00Z", "null", "1e999", "/Date(99999999999999999999)/", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01T00:00:00+14:00", " - ", "+", "\0",
    ];

    public void Take(byte[] input, int variant)
    {
        if (variant % 11 == 3)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(input);
            // Cut as often as whole.
            packed.SetLength(variant % 2 == 0 ? packed.Length : packed.Length * (variant % 7) / 7);
            packed.Position = 0;
            LogWalk.Take(packed, variant, recover: false);
            return;
        }
        using var bytes = new MemoryStream(variant % 13 == 5 ? [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(input))] : input);
        LogWalk.Take(bytes, variant, recover: false);
    }
}
