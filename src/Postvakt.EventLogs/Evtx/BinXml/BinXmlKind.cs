namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>What a token is, once parsed.</summary>
internal enum BinXmlKind : byte
{
    /// <summary>Element begins; its attributes follow.</summary>
    Open,

    /// <summary>Attribute; its text and values follow, up to the next attribute or the end of the tag.</summary>
    Attribute,

    /// <summary>The start tag is over.</summary>
    Content,

    /// <summary>Text that stands in the template.</summary>
    Text,

    /// <summary>Place of a value.</summary>
    Value,

    /// <summary>A template with its values, inside another.</summary>
    Instance,

    /// <summary>Element ends.</summary>
    Close,
}
