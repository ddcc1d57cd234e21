namespace Postvakt.EventLogs.Tables;

/// <summary>A column of a header line, and what is done with its values.</summary>
/// <param name="Name">Field that it makes.</param>
internal sealed record TableColumn(string Name)
{
    /// <summary>A second name under which rules know it.</summary>
    public string? Also { get; init; }

    /// <summary>Whether it says when the event happened.</summary>
    public bool IsTime { get; init; }

    /// <summary>W3C: day and time of day stand in columns of their own.</summary>
    public bool IsDay { get; init; }

    public bool IsTimeOfDay { get; init; }

    /// <summary>Whether values of digits are numbers.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether + stands for a blank.</summary>
    public bool HasPlus { get; init; }

    /// <summary>Whether it holds S:KEY=value;S:KEY=value, whose keys are fields of their own.</summary>
    public bool IsPairs { get; init; }

    /// <summary>Whether it holds JSON, whose properties are fields of their own.</summary>
    public bool IsJson { get; init; }
}
