using System.Text;

namespace Postvakt.EventLogs.Tests;

/// <summary>Everything a log holds, kept.</summary>
internal sealed record ReadLog(LogKind Kind, string? Unknown, IReadOnlyList<KeptEvent> Events, LogReport Report)
{
    public static ReadLog Of(byte[] bytes, LogOptions? options = null)
    {
        using var log = LogFiles.Open(new MemoryStream(bytes), options);
        var events = new List<KeptEvent>();
        while (log.Read()) events.Add(new KeptEvent(log.Event));
        return new ReadLog(log.Kind, log.Unknown, events, log.Report);
    }

    public static ReadLog Of(string text, LogOptions? options = null) => Of(Encoding.UTF8.GetBytes(text), options);

    public string Problems => string.Join(" ", Report.Problems.Select(p => p.What));
}
