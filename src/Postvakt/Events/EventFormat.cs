using System.Buffers;
using System.Text.Json;

namespace Postvakt.Events;

/// <summary>The schemas that events are written in.</summary>
public enum EventFormat
{
    /// <summary>Elastic Common Schema.</summary>
    Ecs,

    /// <summary>Open Cybersecurity Schema Framework.</summary>
    Ocsf,
}

public static class EventFormats
{
    private static readonly EcsWriter Ecs = new();
    private static readonly OcsfWriter Ocsf = new();

    /// <summary>Items of a list in an event. 50: a mail to hundreds of people is one event, and a receiver's limit is often 64 KiB.</summary>
    internal const int MaxItems = 50;

    /// <summary>One line of JSON without its end; ASCII only, as the usual encoder escapes all else.</summary>
    public static byte[] Line(this EventFormat format, SecurityEvent what)
    {
        var bytes = new ArrayBufferWriter<byte>(2_048);
        using (var json = new Utf8JsonWriter(bytes)) Of(format).Write(json, what);
        return bytes.WrittenSpan.ToArray();
    }

    public static IEventWriter Of(EventFormat format) => format == EventFormat.Ecs ? Ecs : Ocsf;
}
