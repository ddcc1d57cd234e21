namespace Postvakt.EventLogs;

/// <summary>What a field holds.</summary>
public enum LogFieldKind
{
    /// <summary>Nothing: the field is named and has no value.</summary>
    Null,

    /// <summary>Text, which may be empty.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,
}
