namespace Postvakt.EventLogs.Tests;

/// <summary>What an event held while it was current.</summary>
internal sealed class KeptEvent
{
    public KeptEvent(LogEvent read)
    {
        (Time, Position, IsPartial, IsRecovered, Xml) = (read.Time, read.Position, read.IsPartial, read.IsRecovered, read.ToXml());
        foreach (var field in read.Fields) Fields.Add((field.Name, field.Kind == LogFieldKind.Number ? field.Number : field.ToString()));
    }

    public DateTime? Time { get; }

    public LogPosition Position { get; }

    public bool IsPartial { get; }

    public bool IsRecovered { get; }

    public string? Xml { get; }

    public List<(string Name, object? Value)> Fields { get; } = [];

    /// <summary>The first value of that name; fails when there is none.</summary>
    public object? this[string name] => Fields.First(f => f.Name == name).Value;

    public object?[] All(string name) => [.. Fields.Where(f => f.Name == name).Select(f => f.Value)];
}
