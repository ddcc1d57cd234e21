namespace Postvakt.EventLogs.Json;

/// <summary>What a text in JSON is.</summary>
internal enum JsonUse
{
    /// <summary>A text.</summary>
    Plain,

    /// <summary>A whole number when it has only digits.</summary>
    Digits,

    /// <summary>JSON of its own, whose fields count as those of the event.</summary>
    Json,

    /// <summary>The event as XML.</summary>
    Xml,

    /// <summary>Says nothing.</summary>
    Drop,
}
