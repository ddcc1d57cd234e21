using System.IO.Compression;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Pdf;

/// <summary>Stream filters (ISO 32000-2 7.4). Pictures' filters are not undone: their data is handed on as it is.</summary>
internal static class PdfFilters
{
    private const int MaxFilters = 6;

    /// <summary>Bytes set aside for a stream before any come out. 64 KiB.</summary>
    private const int FirstRoom = 64 << 10;

    /// <param name="most">Bytes that are kept.</param>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> data, PdfDictionary dictionary, int most, Budget budget)
    {
        var names = Names(dictionary["Filter"] ?? dictionary["F"]);
        var parameters = dictionary["DecodeParms"] ?? dictionary["DP"];
        for (var n = 0; n < names.Count && n < MaxFilters; n++)
        {
            switch (names[n])
            {
                case "FlateDecode" or "Fl":
                    data = Predict(Flate(data, most, budget), Part(parameters, n));
                    break;
                case "ASCIIHexDecode" or "AHx":
                    data = AsciiHex(data.Span);
                    break;
                case "ASCII85Decode" or "A85":
                    data = Ascii85(data.Span);
                    break;
                case "LZWDecode" or "LZW":
                    data = Predict(Lzw(data.Span, most, budget), Part(parameters, n));
                    break;
                case "RunLengthDecode" or "RL":
                    data = RunLength(data.Span, most);
                    break;
                default:
                    return data;
            }
            budget.Expand(data.Length);
            budget.Look();
        }
        return data;
    }

    private static List<string> Names(PdfValue? filter) => filter switch
    {
        PdfName name => [name.Value],
        PdfArray array => [.. array.Items.OfType<PdfName>().Select(n => n.Value)],
        _ => [],
    };

    private static PdfDictionary? Part(PdfValue? parameters, int number) =>
        parameters as PdfDictionary ?? (parameters is PdfArray array && number < array.Items.Count ? array.Items[number] as PdfDictionary : null);

    private static byte[] Flate(ReadOnlyMemory<byte> data, int most, Budget budget)
    {
        // Readers take a broken zlib header; what inflates is what counts.
        var raw = data.Length > 2 && (data.Span[0] & 0x0F) == 8 ? data[2..] : data;
        // A stream without an end goes to the end of the file, and thousands may: neither what goes in is copied, nor room made for what may come out.
        var output = new byte[Math.Min(most, Math.Clamp(raw.Length * 4L, 256, FirstRoom))];
        var filled = 0;
        using var stream = new DeflateStream(ByteStream.Of(raw), CompressionMode.Decompress);
        try
        {
            while (filled < most)
            {
                if (filled == output.Length) Array.Resize(ref output, (int)Math.Min(most, output.Length * 2L));
                var read = stream.Read(output, filled, Math.Min(output.Length - filled, 1 << 20));
                if (read == 0) break;
                filled += read;
                budget.Look();
            }
        }
        catch (InvalidDataException)
        {
            // What came out so far is what a reader would use.
        }
        return output[..filled];
    }

    /// <summary>7.4.4.4: PNG predictors; others do not occur in streams that are not pictures.</summary>
    private static byte[] Predict(byte[] data, PdfDictionary? parameters)
    {
        if (parameters?["Predictor"] is not PdfNumber { Value: >= 10 }) return data;
        var columns = parameters["Columns"] is PdfNumber { Value: > 0 and < 100_000 } number ? (int)number.Value : 1;
        var rows = data.Length / (columns + 1);
        var output = new byte[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            var kind = data[row * (columns + 1)];
            for (var i = 0; i < columns; i++)
            {
                int left = i > 0 ? output[row * columns + i - 1] : 0;
                int above = row > 0 ? output[(row - 1) * columns + i] : 0;
                int corner = i > 0 && row > 0 ? output[(row - 1) * columns + i - 1] : 0;
                var add = kind switch { 1 => left, 2 => above, 3 => (left + above) / 2, 4 => Paeth(left, above, corner), _ => 0 };
                output[row * columns + i] = (byte)(data[row * (columns + 1) + 1 + i] + add);
            }
        }
        return output;
    }

    private static int Paeth(int a, int b, int c)
    {
        var p = a + b - c;
        var (pa, pb, pc) = (Math.Abs(p - a), Math.Abs(p - b), Math.Abs(p - c));
        return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
    }

    private static byte[] AsciiHex(ReadOnlySpan<byte> data)
    {
        var text = new List<char>();
        foreach (var c in data)
        {
            if (c == '>') break;
            if (char.IsAsciiHexDigit((char)c)) text.Add((char)c);
        }
        if (text.Count % 2 != 0) text.Add('0');
        return Convert.FromHexString(text.ToArray());
    }

    /// <summary>7.4.3.</summary>
    private static byte[] Ascii85(ReadOnlySpan<byte> data)
    {
        var output = new List<byte>(data.Length);
        Span<byte> group = stackalloc byte[5];
        var count = 0;
        foreach (var c in data)
        {
            if (c == '~') break;
            if (c == 'z' && count == 0)
            {
                output.AddRange([0, 0, 0, 0]);
                continue;
            }
            if (c is < (byte)'!' or > (byte)'u') continue;
            group[count++] = (byte)(c - '!');
            if (count == 5)
            {
                Group(group, 4, output);
                count = 0;
            }
        }
        if (count > 1)
        {
            group[count..].Fill(84);
            Group(group, count - 1, output);
        }
        return [.. output];
    }

    private static void Group(ReadOnlySpan<byte> digits, int bytes, List<byte> output)
    {
        uint value = 0;
        foreach (var digit in digits) value = unchecked(value * 85 + digit);
        for (var i = 0; i < bytes; i++) output.Add((byte)(value >> (24 - 8 * i)));
    }

    private static byte[] RunLength(ReadOnlySpan<byte> data, int most)
    {
        var output = new List<byte>();
        for (var at = 0; at < data.Length && output.Count < most;)
        {
            var length = data[at++];
            if (length == 128) break;
            if (length < 128)
            {
                var take = Math.Min(length + 1, data.Length - at);
                output.AddRange(data.Slice(at, take));
                at += take;
            }
            else if (at < data.Length)
            {
                for (var i = 0; i < 257 - length; i++) output.Add(data[at]);
                at++;
            }
        }
        return [.. output];
    }

    /// <summary>7.4.4.2: codes of 9 to 12 bits, most significant first; 256 clears, 257 ends; the code grows one early.</summary>
    private static byte[] Lzw(ReadOnlySpan<byte> data, int most, Budget budget)
    {
        var prefix = new int[4096];
        var suffix = new byte[4096];
        var length = new int[4096];
        for (var i = 0; i < 256; i++) (suffix[i], length[i], prefix[i]) = ((byte)i, 1, -1);
        var output = new List<byte>();
        var (next, bits, previous, buffer, held) = (258, 9, -1, 0u, 0);
        var at = 0;
        while (output.Count < most)
        {
            while (held < bits && at < data.Length)
            {
                buffer = buffer << 8 | data[at++];
                held += 8;
            }
            if (held < bits) break;
            var code = (int)(buffer >> (held - bits)) & ((1 << bits) - 1);
            held -= bits;
            budget.Step();
            if (code == 257) break;
            if (code == 256)
            {
                (next, bits, previous) = (258, 9, -1);
                continue;
            }
            if (code > next || (code == next && previous < 0) || code is > 257 && code < next && length[code] == 0) break;
            var start = output.Count;
            var source = code < next ? code : previous;
            for (var i = 0; i < length[source]; i++) output.Add(0);
            for (int c = source, i = output.Count - 1; c >= 0 && i >= start; c = prefix[c], i--) output[i] = suffix[c];
            if (code == next) output.Add(output[start]);
            if (previous >= 0 && next < 4096)
            {
                (prefix[next], suffix[next], length[next]) = (previous, output[start], length[previous] + 1);
                next++;
                if (next >= (1 << bits) - 1 && bits < 12) bits++;
            }
            previous = code;
        }
        return [.. output];
    }
}
