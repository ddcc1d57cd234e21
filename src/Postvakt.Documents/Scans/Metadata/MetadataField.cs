namespace Postvakt.Documents.Scans.Metadata;

/// <param name="Key">As ExifTool names it: Title, PageCount, ImageWidth.</param>
/// <param name="Value">As text; a list is written as a JSON array.</param>
public readonly record struct MetadataField(string Key, string Value);
