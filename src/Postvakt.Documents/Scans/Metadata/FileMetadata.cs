using System.Globalization;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>What a file says of itself, under the names that ExifTool made usual. Of a key that comes twice the first value counts.</summary>
public sealed class FileMetadata
{
    private const int MaxFields = 300;
    private const int MaxValue = 4_096;

    private readonly List<MetadataField> _fields = [];

    public IReadOnlyList<MetadataField> Fields => _fields;

    /// <summary>Null where the file does not say.</summary>
    public string? this[string key] => _fields.FindIndex(f => f.Key == key) is var at and >= 0 ? _fields[at].Value : null;

    /// <summary>Null where the file does not say, or says no number.</summary>
    public long? Number(string key) => long.TryParse(this[key], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    internal void Add(string key, string? value)
    {
        if (value is null || _fields.Count >= MaxFields || this[key] is not null) return;
        value = value.Trim('\0', ' ', '\r', '\n', '\t');
        _fields.Add(new MetadataField(key, value.Length > MaxValue ? value[..MaxValue] : value));
    }

    internal void Add(string key, long value) => Add(key, value.ToString(CultureInfo.InvariantCulture));
}
