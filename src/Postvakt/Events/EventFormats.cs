using System.Buffers;
using System.Text.Json;

namespace Postvakt.Events;

/// <summary>Events as lines.</summary>
public static class EventFormats
{
    /// <summary>Bytes of a line. 60,000: with the head of a syslog message it fits one datagram (RFC 5426 3.2), and collectors and gateways before webhooks often take 64 KiB.</summary>
    public const int MaxLine = 60_000;

    /// <summary>Items of a list in an event: a mail to hundreds of people is one event.</summary>
    internal const int MaxItems = 50;

    private static readonly EcsWriter Ecs = new();
    private static readonly OcsfWriter Ocsf = new();

    /// <summary>
    /// One line of JSON without its end, of at most <see cref="MaxLine"/> bytes; ASCII only, as the usual encoder escapes all else. Where more would be in it, each list holds its first
    /// 10 items, then 2, then none; such an event says that it is shortened.
    /// </summary>
    public static byte[] Line(this EventFormat format, SecurityEvent what)
    {
        var line = Write(format, what.WithItems(MaxItems));
        for (var items = MaxItems / 5; line.Length > MaxLine; items /= 5)
        {
            line = Write(format, what.WithItems(items));
            // Without lists only bounded texts are left, which fit.
            if (items == 0) break;
        }
        return line;
    }

    private static byte[] Write(EventFormat format, SecurityEvent what)
    {
        var bytes = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(bytes)) Of(format).Write(json, what);
        return bytes.WrittenSpan.ToArray();
    }

    public static IEventWriter Of(EventFormat format) => format == EventFormat.Ecs ? Ecs : Ocsf;
}
