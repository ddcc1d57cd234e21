namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>A template and its values, as they stand in the chunk.</summary>
/// <param name="Template">Place of the template.</param>
/// <param name="Descriptors">Place of the sizes and types of the values.</param>
/// <param name="Count">Of the values.</param>
/// <param name="End">After the values.</param>
internal readonly record struct BinXmlInstance(int Template, int Descriptors, int Count, int End);
