using System.Globalization;

namespace Postvakt.EventLogs;

/// <summary>One named value of an event.</summary>
/// <param name="Name">The same instance wherever the same reader meets the same name.</param>
/// <param name="Kind">Which of the two others counts.</param>
/// <param name="Text">Valid until the next event is read: it lies in a buffer that is used again. Empty unless Kind is Text.</param>
/// <param name="Number">0 unless Kind is Number.</param>
public readonly record struct LogField(string Name, LogFieldKind Kind, ReadOnlyMemory<char> Text, long Number)
{
    /// <summary>The value as text that may be kept; null when there is none.</summary>
    public override string? ToString() => Kind switch
    {
        LogFieldKind.Text => Text.ToString(),
        LogFieldKind.Number => Number.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
