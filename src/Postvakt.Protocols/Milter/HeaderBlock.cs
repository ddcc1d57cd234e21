using System.Buffers;

namespace Postvakt.Protocols.Milter;

/// <summary>The header fields of one message, put together again as they stood in the mail, in one pooled buffer.</summary>
internal sealed class HeaderBlock(int maxFields, int maxBytes) : IDisposable
{
    private readonly List<(int Start, int NameLength, int ValueStart, int End)> _fields = [];
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(4 << 10);
    private int _length;

    /// <summary>Fields or bytes came that the list has no room for.</summary>
    public bool Overflown { get; private set; }

    /// <summary>Adds a field and returns its bytes as they stand in the mail; valid until the next one is added.</summary>
    public ReadOnlyMemory<byte> Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool leadingSpace)
    {
        // Name, colon, space, value, CRLF; a line feed may become two bytes.
        Reserve(name.Length + 4 + 2 * value.Length);
        var start = _length;
        name.CopyTo(_bytes.AsSpan(_length));
        _length += name.Length;
        _bytes[_length++] = (byte)':';
        if (!leadingSpace) _bytes[_length++] = (byte)' ';
        var valueStart = _length;
        Unfold(value);
        var end = _length;
        _bytes[_length++] = (byte)'\r';
        _bytes[_length++] = (byte)'\n';
        var field = _bytes.AsMemory(start, _length - start);
        if (_fields.Count < maxFields && _length <= maxBytes)
        {
            _fields.Add((start, name.Length, valueStart, end));
        }
        else
        {
            // The field goes to the spool alone; its place is used again.
            Overflown = true;
            _length = start;
        }
        return field;
    }

    public IReadOnlyList<MilterHeader> ToList()
    {
        var list = new MilterHeader[_fields.Count];
        for (var i = 0; i < list.Length; i++)
        {
            var (start, nameLength, valueStart, end) = _fields[i];
            list[i] = new(_bytes.AsMemory(start, nameLength), _bytes.AsMemory(valueStart, end - valueStart));
        }
        return list;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <summary>Servers send folds as a bare line feed; in the mail they are CRLF.</summary>
    private void Unfold(ReadOnlySpan<byte> value)
    {
        while (true)
        {
            var feed = value.IndexOf((byte)'\n');
            var line = feed < 0 ? value : value[..feed];
            line.CopyTo(_bytes.AsSpan(_length));
            _length += line.Length;
            if (feed < 0) return;
            if (line is not [.., (byte)'\r']) _bytes[_length++] = (byte)'\r';
            _bytes[_length++] = (byte)'\n';
            value = value[(feed + 1)..];
        }
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - _length >= bytes) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes, 2 * _bytes.Length));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
