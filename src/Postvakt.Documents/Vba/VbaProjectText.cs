using System.Globalization;
using Postvakt.Documents.Bytes;

namespace Postvakt.Documents.Vba;

/// <summary>The PROJECT stream: lines that say what the modules are and whether the project is locked ([MS-OVBA] 2.3.1).</summary>
internal sealed class VbaProjectText
{
    private const int MaxLines = 5000;

    private readonly Dictionary<string, string> _extensions = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>"locked", "password" or empty (2.3.1.15 and 2.3.1.16).</summary>
    public string Protection { get; private set; } = "";

    /// <summary>Extension by the kind of a module: "bas", "cls", "frm"; null for one that the stream does not list.</summary>
    public string? ExtensionOf(string module) => _extensions.GetValueOrDefault(module);

    public static VbaProjectText Read(ReadOnlySpan<byte> stream, int codePage)
    {
        var read = new VbaProjectText();
        if (stream.Length > 1 << 20) stream = stream[..(1 << 20)];
        var number = 0;
        foreach (var line in CodePages.Decode(stream, codePage).AsSpan().EnumerateLines())
        {
            // 2.3.1: host extenders and window states follow in sections of their own.
            if (line.StartsWith("[") || ++number > MaxLines) break;
            if (line.IndexOf('=') is var equals && equals > 0) read.Property(line[..equals], line[(equals + 1)..]);
        }
        return read;
    }

    private void Property(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "Module":
                _extensions[value.ToString()] = "bas";
                break;
            case "Class":
                _extensions[value.ToString()] = "cls";
                break;
            case "BaseClass":
                _extensions[value.ToString()] = "frm";
                break;
            case "Document":
                // 2.3.1.4: name, slash, type library version.
                var slash = value.IndexOf('/');
                _extensions[(slash < 0 ? value : value[..slash]).ToString()] = "cls";
                break;
            case "CMG" when Decrypt(value) is { Length: >= 4 } state && (state[0] & 7) != 0 && Protection.Length == 0:
                Protection = "locked";
                break;
            case "DPB" when Decrypt(value) is { Length: > 1 }:
                Protection = "password";
                break;
            default:
                break;
        }
    }

    /// <summary>2.4.3.3: every byte is XORed with the sum of an earlier cipher and plain byte. It hides nothing.</summary>
    private static byte[]? Decrypt(ReadOnlySpan<char> quoted)
    {
        var hex = quoted.Trim("\" ");
        if (hex.Length is < 16 or > 4096 || hex.Length % 2 != 0) return null;
        var bytes = new byte[hex.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(hex.Slice(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i])) return null;
        }
        var seed = bytes[0];
        var (plain, cipher1, cipher2) = ((byte)(seed ^ bytes[2]), bytes[2], bytes[1]);
        var open = new byte[bytes.Length - 3];
        for (var i = 3; i < bytes.Length; i++)
        {
            plain = open[i - 3] = (byte)(bytes[i] ^ (byte)(cipher2 + plain));
            (cipher2, cipher1) = (cipher1, bytes[i]);
        }
        var skip = (seed & 6) / 2 + 4;
        return open.Length < skip ? null : open[skip..];
    }
}
