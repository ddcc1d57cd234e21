using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Unpacks tar archives: ustar and pax (POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format") and GNU long names.</summary>
internal sealed class TarReader : IFileReader
{
    private const int Block = 512;
    private const int MaxName = 4096;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var inner = new InnerFiles(file, inspection);
        string? longName = null;
        long? longSize = null;
        var (seen, sound) = (false, true);
        for (long at = 0; at + Block <= content.Length;)
        {
            inspection.Budget.Step();
            var header = content.Span.Slice((int)at, Block);
            if (header.IndexOfAnyExcept((byte)0) < 0)
            {
                // Two empty blocks end the archive; programs told to ignore them read on, so this does.
                at += Block;
                continue;
            }
            if (!IsHeader(header))
            {
                if (!seen) throw new MalformedException("no tar header at its beginning");
                // Programs that repair archives look for the next header; so does this.
                if (sound) file.Find(FindingKinds.AnalysisIncomplete, $"broken: no header at {at}");
                (sound, longName, longSize) = (false, null, null);
                at += Block;
                continue;
            }
            (seen, sound) = (true, true);
            var size = longSize ?? Number(header.Slice(124, 12));
            at += Block;
            var there = Math.Min(size, content.Length - at);
            var data = content.Slice((int)at, (int)there);
            // Up to the next whole block; a size beyond the end ends the loop.
            at += Math.Min(size, int.MaxValue) + Block - 1;
            at -= at % Block;
            switch ((char)header[156])
            {
                case 'L':
                    longName = Name(data.Span);
                    continue;
                case 'x':
                    (longName, longSize) = Pax(data.Span, longName, inspection.Budget);
                    continue;
                case 'g' or 'K' or '5' or '1' or '2' or '3' or '4' or '6':
                    // Global values, link targets, folders, links and devices hold no content.
                    (longName, longSize) = (null, null);
                    continue;
                default:
                    Take(inner, longName ?? HeaderName(header), data, size, inspection);
                    (longName, longSize) = (null, null);
                    continue;
            }
        }
    }

    private static void Take(InnerFiles inner, string name, ReadOnlyMemory<byte> data, long size, Inspection inspection)
    {
        inner.Room();
        var kept = data[..Math.Min(data.Length, inspection.Budget.Limits.FileBytes)];
        inspection.Budget.Expand(kept.Length);
        inner.Open(name, kept, size);
    }

    /// <summary>The checksum is the sum of all bytes with its own field as blanks; some old programs took bytes for signed.</summary>
    private static bool IsHeader(ReadOnlySpan<byte> header)
    {
        long sum = 8 * ' ', signed = sum;
        for (var i = 0; i < Block; i++)
        {
            if (i is >= 148 and < 156) continue;
            sum += header[i];
            signed += (sbyte)header[i];
        }
        return Number(header.Slice(148, 8)) is var stated && (stated == sum || stated == signed);
    }

    /// <summary>Octal digits; GNU: a first byte with its high bit set is followed by a binary number.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0) return field.Length == 12 && field[..4].IndexOfAnyExcept((byte)0, (byte)0x80) < 0 ? BinaryPrimitives.ReadInt64BigEndian(field[4..]) & long.MaxValue : long.MaxValue >> 8;
        long value = 0;
        foreach (var b in field.TrimStart((byte)' '))
        {
            if (b is < (byte)'0' or > (byte)'7') break;
            value = value << 3 | (long)(b - '0');
        }
        return value;
    }

    private static string HeaderName(ReadOnlySpan<byte> header)
    {
        var name = Name(header[..100]);
        // Only POSIX ("ustar" and a zero) has a prefix here; GNU ("ustar" and a blank) keeps times in its place.
        var prefix = header.Slice(257, 6).SequenceEqual("ustar\0"u8) ? Name(header.Slice(345, 155)) : "";
        return prefix.Length > 0 ? $"{prefix}/{name}" : name;
    }

    private static string Name(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        if (end >= 0) bytes = bytes[..end];
        bytes = bytes[..Math.Min(bytes.Length, MaxName)];
        return (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
    }

    /// <summary>Records of "length key=value\n".</summary>
    private static (string? Name, long? Size) Pax(ReadOnlySpan<byte> data, string? name, Budget budget)
    {
        long? size = null;
        while (!data.IsEmpty)
        {
            budget.Step();
            var blank = data[..Math.Min(data.Length, 10)].IndexOf((byte)' ');
            if (blank < 1 || !int.TryParse(Encoding.ASCII.GetString(data[..blank]), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= blank + 1 || length > data.Length) break;
            var record = data[(blank + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0)
            {
                var value = record[(equals + 1)..];
                if (record[..equals].SequenceEqual("path"u8)) name = Name(value);
                if (record[..equals].SequenceEqual("size"u8) && long.TryParse(Encoding.ASCII.GetString(value[..Math.Min(value.Length, 20)]), NumberStyles.None, CultureInfo.InvariantCulture, out var stated)) size = stated;
            }
            data = data[length..];
        }
        return (name, size);
    }
}
