using System.Buffers;
using System.Globalization;
using System.Text;
using Postvakt.Events;

namespace Postvakt.Server.Events;

/// <summary>
/// An event as a syslog message (RFC 5424): facility 4 (security), the event's severity, structured data with what a collector routes by, and JSON as its message. Without a byte order mark:
/// the JSON is ASCII, which is UTF-8 (6.4), and collectors read the mark as part of it.
/// </summary>
internal static class SyslogFrame
{
    /// <summary>RFC 5424 6.2.1: 4, security and authorisation.</summary>
    private const int Facility = 4;

    /// <summary>Name of the structured data. 32473 is the enterprise number that RFC 5612 keeps for documentation; we have none of our own.</summary>
    private const string DataId = "postvakt@32473";

    public static byte[] Of(SecurityEvent what, EventFormat format, string host, int process)
    {
        var head = string.Create(CultureInfo.InvariantCulture,
            $"<{Facility * 8 + Priority(what.Severity)}>1 {what.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Name(host, 255)} postvakt {process} {Name(what.Type.Id, 32)} [{DataId} id=\"{Value(what.Id)}\" type=\"{Value(what.Type.Id)}\" org=\"{Value(what.Org)}\" node=\"{Value(what.Node)}\" format=\"{format.ToString().ToLowerInvariant()}\"] ");
        return [.. Encoding.UTF8.GetBytes(head), .. format.Line(what)];
    }

    /// <summary>RFC 6587 3.4.1 and RFC 5425 4.3: the length in octets, a space, the message.</summary>
    public static void Count(IBufferWriter<byte> to, byte[] message)
    {
        to.Write(Encoding.ASCII.GetBytes(message.Length.ToString(CultureInfo.InvariantCulture) + " "));
        to.Write(message);
    }

    /// <summary>RFC 5424 6.2.1: 2 critical, 3 error, 4 warning, 5 notice, 6 informational.</summary>
    private static int Priority(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => 2,
        EventSeverity.High => 3,
        EventSeverity.Medium => 4,
        EventSeverity.Low => 5,
        _ => 6,
    };

    /// <summary>PRINTUSASCII, or "-" (6.2.4 to 6.2.7).</summary>
    private static string Name(string text, int most)
    {
        var name = new string([.. text.Where(c => c is > ' ' and <= '~').Take(most)]);
        return name.Length > 0 ? name : "-";
    }

    /// <summary>RFC 5424 6.3.3: quotes, backslashes and closing brackets are escaped.</summary>
    private static string Value(string text)
    {
        var value = new StringBuilder();
        foreach (var c in text.Take(200))
        {
            if (c is '"' or '\\' or ']') value.Append('\\');
            value.Append(c is < ' ' or > '~' ? '?' : c);
        }
        return value.ToString();
    }
}
