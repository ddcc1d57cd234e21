using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Notebooks;

/// <summary>
/// OneNote sections: files in them, by their FileDataStoreObject ([MS-ONESTORE] 2.6.13), wherever they lie. The revision store is not walked: deleted
/// and orphaned files count too.
/// </summary>
internal sealed class NotebookReader : IFileReader
{
    private const int MaxText = 100_000;

    /// <summary>Embedded files that are read, pictures included.</summary>
    private const int MaxStored = 2000;

    /// <summary>Bytes of a picture that are looked through for script. 64 KiB.</summary>
    private const int MaxLook = 64 << 10;

    /// <summary>Bytes between two looks at the clock.</summary>
    private const int Stride = 1 << 16;

    /// <summary>{BDE316E7-2665-4511-A4C4-8D4D0B7A9EAC} as it lies in the file.</summary>
    private static ReadOnlySpan<byte> FileHeader => [0xE7, 0x16, 0xE3, 0xBD, 0x65, 0x26, 0x11, 0x45, 0xA4, 0xC4, 0x8D, 0x4D, 0x0B, 0x7A, 0x9E, 0xAC];

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var bytes = content.Span;
        var stored = new List<(int From, int Length, bool Picture)>();
        for (var at = 0; at < bytes.Length;)
        {
            var next = bytes[at..].IndexOf(FileHeader);
            if (next < 0) break;
            at += next + 16;
            inspection.Budget.Look();
            // cbLength (8), unused (4), reserved (8), then the data.
            if (at + 20 > bytes.Length) break;
            var length = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
            at += 20;
            var there = (int)Math.Min(length, (ulong)(bytes.Length - at));
            if ((ulong)there < length) file.Find(FindingKinds.AnalysisIncomplete, $"an embedded file of {length:N0} bytes where {there:N0} are left");
            if (stored.Count == MaxStored)
            {
                file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxStored:N0} embedded files");
                break;
            }
            stored.Add((at, there, IsPicture(bytes.Slice(at, there))));
            at += there;
        }
        var strings = Strings(content, stored, inspection);
        inspection.Show(file, string.Join('\n', strings), "text");
        var names = strings.Select(s => s.Trim()).Where(IsFileName).Distinct().ToList();
        var others = stored.Count(s => !s.Picture);
        var (pictures, opened) = (0, 0);
        foreach (var (from, length, picture) in stored)
        {
            inspection.Budget.Look();
            var data = content.Slice(from, length);
            if (picture)
            {
                inspection.Picture(file, $"picture {++pictures}", data);
                continue;
            }
            // Names stand in properties far from the data; with one of each the match is certain, else the order is a guess.
            OpenEmbedded(file, names.Count == others ? names[opened] : $"embedded file {opened + 1}", data, inspection);
            opened++;
        }
        if (names.Count != others && others > 0)
        {
            foreach (var name in names) file.Find(FindingKinds.NotebookFile, name, "name");
        }
    }

    /// <summary>The mark of a picture may be the first word of a script, and the name is not known yet.</summary>
    private static bool IsPicture(ReadOnlySpan<byte> data) => FileSniffer.Tell(data, "") is FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Bmp or FileKind.Emf or FileKind.Empty
        && ScriptLook.Tell(Encoding.Latin1.GetString(data[..Math.Min(data.Length, MaxLook)])) is null;

    private static void OpenEmbedded(InspectedFile file, string name, ReadOnlyMemory<byte> data, Inspection inspection)
    {
        file.Find(FindingKinds.NotebookFile, name);
        if (inspection.Open(file, name, data) is { } inner && RunsOnClick.Is(inner)) file.Find(FindingKinds.NotebookCode, inner.Name);
    }

    private static bool IsFileName(string text) =>
        text.Length is > 3 and < 120 && !text.Contains("://", StringComparison.Ordinal) && FileNameKinds.Extension(text) is { Length: > 0 } extension
        && (FileNameKinds.ClaimsOf(extension) is not null || FileNameKinds.TextKind(extension) is not null) && text.IndexOfAny(['<', '>', '|', '*', '?', '"']) < 0
        && FileNameKinds.ClaimsOf(extension)?[0] is not (FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Bmp or FileKind.Emf);

    /// <summary>Runs of UTF-16 text outside the embedded files.</summary>
    private static List<string> Strings(ReadOnlyMemory<byte> content, List<(int From, int Length, bool Picture)> stored, Inspection inspection)
    {
        var found = new List<string>();
        var (from, total) = (0, 0);
        foreach (var (start, length, _) in stored.Append((content.Length, 0, false)))
        {
            var part = content.Span[from..Math.Max(from, start)];
            var looked = 0;
            for (var at = 0; at + 1 < part.Length && total < MaxText;)
            {
                if (at - looked >= Stride)
                {
                    looked = at;
                    inspection.Budget.Look();
                }
                var end = at;
                // A low byte of zero is far more often a text read one byte off than a character.
                while (end + 1 < part.Length && part[end] != 0 && part[end + 1] is < 0x20 or > 0x2F and < 0xD8 && IsText((char)(part[end] | part[end + 1] << 8))) end += 2;
                if (end - at >= 12)
                {
                    found.Add(Encoding.Unicode.GetString(part[at..end]));
                    total += (end - at) / 2;
                }
                at = Math.Max(end, at + 1);
            }
            inspection.Budget.Look();
            from = Math.Max(from, start + length);
            if (from > content.Length) break;
        }
        return found;
    }

    private static bool IsText(char c) => c is '\t' or '\r' or '\n' || c is >= ' ' and < '\u0250' and not ('\u007F' or (> '\u0080' and < '\u00A0')) || c is >= '\u0370' and < '\u0700' || c is >= '\u3040' and < '\uD7A4';
}
