namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>One parsed token.</summary>
/// <param name="Text">Name of an element or attribute, or text.</param>
/// <param name="Index">Of the value; of an element, the value that it depends on, or -1; of an instance, its place in the chunk.</param>
/// <param name="IsOptional">Whether an empty value takes its attribute or element with it.</param>
internal readonly record struct BinXmlToken(BinXmlKind Kind, string Text = "", int Index = -1, bool IsOptional = false);
