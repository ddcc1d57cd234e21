using System.Buffers;
using System.Text;

namespace Postvakt.Intake.Gateway;

/// <summary>The header block of a mail as it stands in its bytes, for changes that must leave everything else as it is.</summary>
public sealed class RawHeader
{
    /// <summary>Bytes of a header block that are looked at; fields past it stay as they are. 1 MiB: MTAs take a tenth of it.</summary>
    private const int MaxBytes = 1 << 20;

    private readonly byte[] _block;
    private readonly List<(int Start, int Length, int Colon, string Name)> _fields = [];

    private RawHeader(byte[] block) => _block = block;

    /// <summary>Where the rest of the mail begins in its stream: at the empty line, or past what was looked at.</summary>
    public long Rest => _block.Length;

    /// <summary>Names and values as they stand, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Fields =>
        [.. _fields.Select(f => (f.Name, Encoding.UTF8.GetString(_block.AsSpan(f.Start + f.Colon + 1, f.Length - f.Colon - 1)).Trim()))];

    /// <param name="content">Seekable; read from its start.</param>
    public static RawHeader Read(Stream content)
    {
        content.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(MaxBytes, Math.Max(1, content.Length)));
        try
        {
            var read = content.ReadAtLeast(buffer.AsSpan(0, (int)Math.Min(MaxBytes, content.Length)), (int)Math.Min(MaxBytes, content.Length), throwOnEndOfStream: false);
            var fields = new List<(int, int, int, string)>();
            var end = Split(buffer.AsSpan(0, read), fields);
            // A field that is cut off here stays whole: taking its beginning away would make a field of what follows.
            if (end == read && read < content.Length && fields.Count > 0) fields.RemoveAt(fields.Count - 1);
            var header = new RawHeader(buffer.AsSpan(0, end).ToArray());
            header._fields.AddRange(fields);
            return header;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The block with the changes made; the mail goes on at <see cref="Rest"/>.</summary>
    public byte[] With(HeaderEdits edits)
    {
        using var result = new MemoryStream(_block.Length + 512);
        foreach (var (name, value) in edits.Prepend) Write(result, name, value);
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var removed = edits.Remove.ToHashSet();
        var at = 0;
        foreach (var (start, length, _, name) in _fields)
        {
            // What is no field (an mbox line, rubbish) stays where it was.
            result.Write(_block, at, start - at);
            at = start + length;
            var occurrence = counts[name] = counts.GetValueOrDefault(name) + 1;
            if (removed.Contains((name, occurrence))) continue;
            if (Replacement(edits, name, occurrence) is { } value) Write(result, name, value);
            else result.Write(_block, start, length);
        }
        result.Write(_block, at, _block.Length - at);
        return result.ToArray();
    }

    private static string? Replacement(HeaderEdits edits, string name, int occurrence) =>
        occurrence == 1 && edits.Subject is { } subject && name.Equals("Subject", StringComparison.OrdinalIgnoreCase) ? subject : null;

    private static void Write(MemoryStream target, string name, string value) =>
        target.Write(Encoding.UTF8.GetBytes($"{name}: {value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal)}\r\n"));

    /// <summary>Finds the fields; returns the end of the block, before the empty line.</summary>
    private static int Split(ReadOnlySpan<byte> text, List<(int, int, int, string)> fields)
    {
        var (at, open) = (0, false);
        while (at < text.Length)
        {
            var line = text[at..];
            var end = line.IndexOf((byte)'\n') is var n and >= 0 ? n + 1 : line.Length;
            if (line[0] == '\n' || (line[0] == '\r' && line.Length > 1 && line[1] == '\n')) return at;
            if (line[0] is (byte)' ' or (byte)'\t')
            {
                if (open) fields[^1] = fields[^1] with { Item2 = at + end - fields[^1].Item1 };
            }
            else
            {
                var colon = line[..end].IndexOf((byte)':');
                var name = colon > 0 ? NameOf(line[..colon]) : "";
                open = name.Length > 0;
                if (open) fields.Add((at, end, colon, name));
            }
            at += end;
        }
        return at;
    }

    /// <summary>The name of a field, or empty when what stands before the colon is none. Blanks behind it count for nothing (RFC 5322 4.5): readers skip them, so a forger may write them.</summary>
    private static string NameOf(ReadOnlySpan<byte> text)
    {
        var name = text.TrimEnd(" \t"u8);
        return name.Length > 0 && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? Encoding.ASCII.GetString(name) : "";
    }
}
