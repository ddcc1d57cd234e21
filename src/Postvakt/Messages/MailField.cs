using System.Text;
using MimeKit;

namespace Postvakt.Messages;

/// <summary>A header field as it stands.</summary>
public sealed class MailField
{
    /// <summary>Bytes of a value that are decoded. 64 KiB, as <see cref="FieldBounds"/> leaves of the longest: fields of the body are not cut there.</summary>
    private const int MaxDecoded = 64 << 10;

    private readonly Header _header;
    private string? _value;

    internal MailField(Header header) => _header = header;

    /// <summary>As written: names are compared without regard to case.</summary>
    public string Name => _header.Field;

    /// <summary>Unfolded, a fold being one blank; words of RFC 2047 decoded. Read when first asked for.</summary>
    public string Value => _value ??= Read();

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private string Read()
    {
        var raw = _header.RawValue;
        return (raw.Length > MaxDecoded ? Encoding.Latin1.GetString(raw, 0, MaxDecoded).ReplaceLineEndings("") : _header.Value ?? "").Replace('\t', ' ').Trim();
    }
}
