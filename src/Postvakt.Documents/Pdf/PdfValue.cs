namespace Postvakt.Documents.Pdf;

/// <summary>A value of a PDF file (ISO 32000-2 7.3). Names are <see cref="string"/> with a leading slash, strings are byte arrays, numbers doubles.</summary>
internal abstract record PdfValue;

internal sealed record PdfNull : PdfValue
{
    public static readonly PdfNull Value = new();
}

internal sealed record PdfNumber(double Value) : PdfValue;

internal sealed record PdfName(string Value) : PdfValue;

internal sealed record PdfString(byte[] Bytes) : PdfValue;

internal sealed record PdfReference(int Number) : PdfValue;

internal sealed record PdfArray(IReadOnlyList<PdfValue> Items) : PdfValue;

internal sealed record PdfDictionary(IReadOnlyDictionary<string, PdfValue> Entries) : PdfValue
{
    public PdfValue? this[string name] => Entries.GetValueOrDefault(name);
}
