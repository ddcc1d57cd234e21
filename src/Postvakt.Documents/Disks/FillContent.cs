namespace Postvakt.Documents.Disks;

/// <summary>Fills a span from the beginning of a file; throws <see cref="Inspecting.MalformedException"/> where the image does not have it.</summary>
internal delegate void FillContent(Span<byte> into);
