using System.Globalization;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Pdf;

/// <summary>
/// All objects of a PDF file, found by looking for "N G obj" and not by the cross-reference table: a table can be missing, wrong, or leave out what a
/// reader would use (ISO 32000-2 7.3.10, 7.5.7).
/// </summary>
internal sealed class PdfFile
{
    private const int MaxObjects = 50_000;

    /// <summary>Objects kept beyond these, because they may act.</summary>
    private const int MaxActing = 10_000;

    /// <summary>Entries by which a dictionary acts or holds what does (12.6.2, 12.6.3, 7.11.4).</summary>
    private static readonly string[] Acting = ["S", "JS", "A", "AA", "OpenAction", "EF"];

    private const int MaxObjectStream = 16 << 20;

    private readonly Budget _budget;
    private readonly Dictionary<int, PdfObject> _byNumber = [];

    /// <summary>Where the last "endstream" stands, or -1: behind it none is looked for, or streams without an end would each cost all that follows them.</summary>
    private readonly int _lastEnd;

    private PdfFile(ReadOnlyMemory<byte> bytes, Budget budget)
    {
        (Bytes, _budget, _lastEnd) = (bytes, budget, bytes.Span.LastIndexOf("endstream"u8));
        FindObjects();
        Trailer = FindTrailer();
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    public List<PdfObject> Objects { get; } = [];

    /// <summary>The entries of all trailers, of cross-reference streams too.</summary>
    public PdfDictionary Trailer { get; }

    public PdfLock? Lock { get; set; }

    /// <summary>There are more objects than are kept.</summary>
    public bool Cut { get; private set; }

    public static PdfFile Open(ReadOnlyMemory<byte> bytes, Budget budget) => new(bytes, budget);

    /// <summary>The value itself, behind at most eight references.</summary>
    public PdfValue? Follow(PdfValue? value)
    {
        for (var turns = 0; value is PdfReference reference && turns < 8; turns++) value = _byNumber.GetValueOrDefault(reference.Number)?.Value;
        return value is PdfReference ? null : value;
    }

    public PdfObject? Find(PdfValue? reference) => reference is PdfReference r ? _byNumber.GetValueOrDefault(r.Number) : null;

    /// <summary>A stream's data, decrypted and unpacked, at most <paramref name="most"/> bytes of it.</summary>
    public ReadOnlyMemory<byte> Data(PdfObject stream, int most)
    {
        if (stream.StreamStart < 0 || stream.Dictionary is not { } dictionary) return default;
        var raw = Raw(stream, dictionary);
        if (Lock is { } locked && !stream.Packed) raw = locked.Decrypt(raw, stream.Number, stream.Generation);
        // Names of filters may be references too.
        if (dictionary["Filter"] is PdfReference filter && Follow(filter) is { } direct) dictionary = new PdfDictionary(new Dictionary<string, PdfValue>(dictionary.Entries) { ["Filter"] = direct });
        return PdfFilters.Decode(raw, dictionary, most, _budget);
    }

    /// <summary>7.3.8: by its length if "endstream" follows there, else up to the next "endstream".</summary>
    private ReadOnlyMemory<byte> Raw(PdfObject stream, PdfDictionary dictionary)
    {
        var span = Bytes.Span;
        if (Follow(dictionary["Length"]) is PdfNumber { Value: >= 0 } length && stream.StreamStart + length.Value <= span.Length)
        {
            var end = stream.StreamStart + (int)length.Value;
            if (span[end..Math.Min(span.Length, end + 16)].IndexOf("endstream"u8) >= 0) return Bytes[stream.StreamStart..end];
        }
        var found = EndOf(stream.StreamStart);
        return found < 0 ? Bytes[stream.StreamStart..] : Bytes[stream.StreamStart..found];
    }

    private void FindObjects()
    {
        var span = Bytes.Span;
        for (var at = 0; Objects.Count < MaxObjects + MaxActing;)
        {
            var next = span[at..].IndexOf("obj"u8);
            if (next < 0) return;
            at += next;
            _budget.Step();
            if ((at < 3 || span[at - 1] != 'd') && Numbers(span, at) is { } head)
            {
                var parser = new PdfParser(span, at + 3, _budget);
                var value = parser.Value() ?? PdfNull.Value;
                parser.SkipBlank();
                var start = -1;
                if (value is PdfDictionary && span[parser.Position..].StartsWith("stream"u8))
                {
                    start = parser.Position + 6;
                    if (start < span.Length && span[start] == 13) start++;
                    if (start < span.Length && span[start] == 10) start++;
                }
                Add(new PdfObject(head.Number, head.Generation, value, start, false));
                at = Math.Max(at + 3, parser.Position);
                // Data of a stream may look like objects; its end is looked for, and a missing one leaves the rest to be scanned.
                if (start >= 0 && EndOf(start) is var end && end >= 0) at = end;
            }
            else
            {
                at += 3;
            }
        }
    }

    /// <summary>Where the next "endstream" stands, or -1.</summary>
    private int EndOf(int start) => start > _lastEnd ? -1 : start + Bytes.Span[start..].IndexOf("endstream"u8);

    /// <summary>The two numbers before "obj", read backwards.</summary>
    private static (int Number, int Generation)? Numbers(ReadOnlySpan<byte> span, int at)
    {
        var i = at - 1;
        var generation = Backwards(span, ref i);
        return generation is null || Backwards(span, ref i) is not { } number ? null : (number, generation.Value);
    }

    private static int? Backwards(ReadOnlySpan<byte> span, ref int i)
    {
        while (i >= 0 && span[i] is 32 or 9 or 10 or 13 or 0) i--;
        var end = i + 1;
        while (i >= 0 && span[i] is >= (byte)'0' and <= (byte)'9' && end - i < 9) i--;
        return int.TryParse(span[(i + 1)..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private void Add(PdfObject found)
    {
        if (Objects.Count >= MaxObjects)
        {
            // Filling in front must not hide what acts.
            Cut = true;
            if (Objects.Count >= MaxObjects + MaxActing || found.Dictionary is not { } dictionary || !Array.Exists(Acting, a => dictionary[a] is not null)) return;
        }
        Objects.Add(found);
        // 7.5.6: what is appended later stands instead of what was before.
        _byNumber[found.Number] = found;
    }

    /// <summary>7.5.7: objects inside object streams; called once the lock is open.</summary>
    public void OpenObjectStreams()
    {
        foreach (var stream in Objects.Where(o => o.StreamStart >= 0 && Follow(o.Dictionary?["Type"]) is PdfName { Value: "ObjStm" }).ToArray())
        {
            var data = Data(stream, MaxObjectStream);
            var first = stream.Dictionary!["First"] is PdfNumber { Value: >= 0 } f && f.Value <= data.Length ? (int)f.Value : 0;
            var count = stream.Dictionary["N"] is PdfNumber { Value: >= 0 } n ? (int)Math.Min(n.Value, MaxObjects + MaxActing) : 0;
            var heads = new PdfParser(data.Span, 0, _budget);
            for (var i = 0; i < count && Objects.Count < MaxObjects + MaxActing; i++)
            {
                if (heads.Value() is not PdfNumber number || heads.Value() is not PdfNumber offset || heads.Position > first + 16) break;
                if (offset.Value < 0 || first + offset.Value >= data.Length) continue;
                var parser = new PdfParser(data.Span, first + (int)offset.Value, _budget);
                if (parser.Value() is { } value) Add(new PdfObject((int)Math.Clamp(number.Value, 0, int.MaxValue), 0, value, -1, true));
            }
        }
    }

    private PdfDictionary FindTrailer()
    {
        var entries = new Dictionary<string, PdfValue>();
        var span = Bytes.Span;
        for (var at = 0; ;)
        {
            var next = span[at..].IndexOf("trailer"u8);
            if (next < 0) break;
            at += next + 7;
            _budget.Step();
            if (new PdfParser(span, at, _budget).Value() is PdfDictionary dictionary) Take(dictionary);
        }
        foreach (var found in Objects)
        {
            if (found.Dictionary is { } dictionary && dictionary["Type"] is PdfName { Value: "XRef" }) Take(dictionary);
        }
        return new PdfDictionary(entries);

        void Take(PdfDictionary dictionary)
        {
            foreach (var (name, value) in dictionary.Entries) entries[name] = value;
        }
    }
}
