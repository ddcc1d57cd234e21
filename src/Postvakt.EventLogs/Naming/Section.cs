namespace Postvakt.EventLogs.Naming;

/// <summary>Part of an event in which elements stand: it decides how their fields are named.</summary>
internal enum Section : byte
{
    /// <summary>Outside: Event is expected.</summary>
    Root,

    /// <summary>Directly inside Event.</summary>
    Event,

    /// <summary>Event, System: Element or Element_Attribute.</summary>
    System,

    /// <summary>Event, EventData: name of the Data element.</summary>
    EventData,

    /// <summary>Event, UserData, at any depth: name of the element.</summary>
    UserData,

    /// <summary>Event, RenderingInfo: Message, and others behind a prefix.</summary>
    Rendering,

    /// <summary>Any other part: Part_Element.</summary>
    Other,
}
