using Postvakt.EventLogs.Tables;

namespace Postvakt.EventLogs.Recognition;

/// <summary>What the beginning of a file says it is.</summary>
/// <param name="Unknown">Why it is nothing known; null otherwise.</param>
internal sealed record Recognised(LogKind Kind, string? Unknown = null)
{
    /// <summary>Whether its lines have columns.</summary>
    public bool IsTable { get; init; }

    /// <summary>How lines with columns are written.</summary>
    public TableDialect Dialect { get; init; }

    /// <summary>What stands between values of CSV.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>JSON: bytes before the array that holds the events.</summary>
    public int Skip { get; init; }

    /// <summary>JSON: whether something stands around that array.</summary>
    public bool IsWrapped { get; init; }

    public static Recognised Not(string why) => new(LogKind.Unknown, why);
}
