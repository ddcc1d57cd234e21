using System.IO.Compression;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>A folder of a cabinet: one packed stream in blocks, of which its files are pieces ([MS-CAB] 2.2 and 2.4).</summary>
internal sealed class CabFolder(ReadOnlyMemory<byte> cabinet, int at, int blocks, ushort method, int reserved, Budget budget)
{
    /// <summary>Bytes of one folder that are unpacked; with what was read before, it stays in the room there is. 96 MiB.</summary>
    private const int MaxBytes = 96 << 20;

    private const int FrameBytes = 32768;

    private byte[]? _plain;
    private int _filled;

    /// <summary>Why the stream ends before its files do; empty when it does not.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>A piece of the stream, as much of it as there is.</summary>
    /// <exception cref="MalformedException">Nothing here unpacks it.</exception>
    public ReadOnlyMemory<byte> Piece(uint from, uint length)
    {
        if (_plain is null) Unpack();
        var start = (int)Math.Min(from, (uint)_filled);
        return _plain.AsMemory(start, (int)Math.Min(length, (uint)(_filled - start)));
    }

    private void Unpack()
    {
        var list = Blocks();
        var most = (int)Math.Min(list.Sum(b => (long)b.Size), Math.Min(MaxBytes, budget.ExpandedLeft));
        budget.Expand(most);
        _plain = new byte[most];
        try
        {
            var lzx = (method & 15) == 3 ? new LzxDecoder(method >> 8 & 31, budget) : null;
            foreach (var (packed, size) in list)
            {
                budget.Look();
                if (size > most - _filled)
                {
                    Fault = "behind what there is room for";
                    return;
                }
                switch (method & 15)
                {
                    case 0:
                        var kept = packed.Span[..Math.Min(packed.Length, size)];
                        kept.CopyTo(_plain.AsSpan(_filled));
                        _filled += kept.Length;
                        break;
                    case 1:
                        _filled += MsZip(packed.Span, size);
                        break;
                    case 3:
                        lzx!.Decode(packed.Span, _plain, _filled, _filled + size);
                        _filled += size;
                        break;
                    default:
                        throw new MalformedException($"packed by method {method & 15}{((method & 15) == 2 ? " (Quantum)" : "")}");
                }
            }
        }
        catch (MalformedException e)
        {
            Fault = e.Message;
        }
    }

    /// <summary>2.4, CFDATA: checksum, packed size, size, reserve, bytes.</summary>
    private List<(ReadOnlyMemory<byte> Packed, int Size)> Blocks()
    {
        var list = new List<(ReadOnlyMemory<byte>, int)>();
        var reader = new ByteReader(cabinet.Span);
        try
        {
            reader.MoveTo(at);
            for (var i = 0; i < blocks; i++)
            {
                budget.Step();
                reader.Skip(4);
                var (packed, size) = (reader.UInt16(), reader.UInt16());
                reader.Skip(reserved);
                if (size > FrameBytes) throw new MalformedException("a block of more than 32 KiB");
                var from = reader.Position;
                reader.Skip(packed);
                list.Add((cabinet.Slice(from, packed), size));
            }
        }
        catch (MalformedException e)
        {
            Fault = e.Message;
        }
        return list;
    }

    /// <summary>
    /// [MS-MCI] 2: "CK" and deflate data that may reach back into the 32 KiB before it. The library takes no history, so it gets it as a stored block in front.
    /// </summary>
    private int MsZip(ReadOnlySpan<byte> packed, int size)
    {
        if (packed.Length < 2 || packed[0] != 'C' || packed[1] != 'K') throw new MalformedException("an MSZIP block without its mark");
        var history = Math.Min(_filled, FrameBytes);
        var input = new byte[5 + history + packed.Length - 2];
        (input[1], input[2], input[3], input[4]) = ((byte)history, (byte)(history >> 8), (byte)~history, (byte)(~history >> 8));
        _plain.AsSpan(_filled - history, history).CopyTo(input.AsSpan(5));
        packed[2..].CopyTo(input.AsSpan(5 + history));
        using var stream = new DeflateStream(new MemoryStream(input, false), CompressionMode.Decompress);
        try
        {
            Span<byte> skip = stackalloc byte[4096];
            for (var left = history; left > 0;)
            {
                var read = stream.Read(skip[..Math.Min(left, skip.Length)]);
                if (read == 0) throw new MalformedException("broken MSZIP data");
                left -= read;
            }
            return stream.ReadAtLeast(_plain.AsSpan(_filled, size), size, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new MalformedException("broken MSZIP data");
        }
    }
}
