using System.Runtime.InteropServices;
using System.Xml;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Packages;

/// <summary>
/// Reads the XML of a part forward only. No document types and so no entities, nothing is fetched; nesting is bounded, and each node is a step of the
/// budget's clock.
/// </summary>
internal sealed class PartXml : IDisposable
{
    /// <summary>Elements inside each other; Office writes fewer than thirty. The reader beneath keeps no stack of calls, so that deep ones cost little.</summary>
    private const int MaxDepth = 1000;

    /// <summary>Nodes between two looks at the clock.</summary>
    private const int Stride = 1024;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = false, CloseInput = true,
    };

    private readonly XmlReader _xml;
    private readonly Budget _budget;
    private readonly Func<bool> _read;
    private readonly Func<string> _value;
    private int _nodes;

    /// <exception cref="MalformedException">Not XML at all.</exception>
    public PartXml(ReadOnlyMemory<byte> part, Budget budget)
    {
        _budget = budget;
        // An element of a million attributes is one node, so the clock is looked at for each block of bytes, too.
        var stream = new WatchedBytes(MemoryMarshal.TryGetArray(part, out var segment) ? segment : part.ToArray(), budget);
        _xml = Guard(() => XmlReader.Create(stream, Settings));
        (_read, _value) = (_xml.Read, () => _xml.Value);
    }

    public bool IsElement => _xml.NodeType == XmlNodeType.Element;

    public bool IsEnd => _xml.NodeType == XmlNodeType.EndElement;

    public bool IsText => _xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace;

    /// <summary>An element without content: no end will follow.</summary>
    public bool IsEmpty => _xml.IsEmptyElement;

    /// <summary>Name without its prefix: producers choose prefixes freely.</summary>
    public string Name => _xml.LocalName;

    /// <exception cref="MalformedException">Long text is looked at no sooner than here.</exception>
    public string Value => Guard(_value);

    public int Depth => _xml.Depth;

    /// <exception cref="MalformedException">The text stops being XML here.</exception>
    /// <exception cref="LimitException">No time is left, or elements lie too deep for us.</exception>
    public bool Read()
    {
        if (++_nodes % Stride == 0) _budget.Look();
        if (!Guard(_read)) return false;
        return _xml.Depth <= MaxDepth ? true : throw new LimitException($"more than {MaxDepth:N0} elements inside each other", isLocal: true);
    }

    /// <summary>An attribute by its name without prefix.</summary>
    public string? Attribute(string name)
    {
        if (_xml.GetAttribute(name) is { } plain) return plain;
        for (var i = 0; i < _xml.AttributeCount; i++)
        {
            _xml.MoveToAttribute(i);
            var found = _xml.LocalName == name ? _xml.Value : null;
            _xml.MoveToElement();
            if (found is not null) return found;
        }
        return null;
    }

    /// <summary>All text inside the element that was just read, at most <paramref name="most"/> characters; stands at its end afterwards.</summary>
    public string Text(int most)
    {
        if (_xml.IsEmptyElement) return "";
        var depth = _xml.Depth;
        string? first = null;
        System.Text.StringBuilder? more = null;
        var length = 0;
        while (Read() && !(IsEnd && _xml.Depth == depth))
        {
            if (!IsText || length >= most) continue;
            var value = Value;
            if (value.Length > most - length) value = value[..(most - length)];
            length += value.Length;
            if (first is null) first = value;
            else (more ??= new(first)).Append(value);
        }
        return more?.ToString() ?? first ?? "";
    }

    public void Dispose() => _xml.Dispose();

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new MalformedException($"broken XML at line {e.LineNumber}, column {e.LinePosition}");
        }
    }
}
