namespace Postvakt.Documents.Pdf;

/// <summary>An indirect object (ISO 32000-2 7.3.10).</summary>
/// <param name="StreamStart">Offset of its stream's first byte; -1 without a stream.</param>
/// <param name="Packed">It came out of an object stream: its strings are not encrypted of their own (7.6.2).</param>
internal sealed record PdfObject(int Number, int Generation, PdfValue Value, int StreamStart, bool Packed)
{
    public PdfDictionary? Dictionary => Value as PdfDictionary;
}
