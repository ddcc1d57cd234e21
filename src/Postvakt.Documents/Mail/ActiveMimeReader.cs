using System.Buffers.Binary;
using Postvakt.Documents.Archives;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Mail;

/// <summary>
/// ActiveMime (editdata.mso): the macros of a document saved as a web archive, a compound file behind a header and zlib (RFC 1950). The header's length
/// varies; the word at 0x1E tells it less 46 in the files that Office writes.
/// </summary>
internal sealed class ActiveMimeReader : IFileReader
{
    private const int MaxHeader = 1024;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        file.Find(FindingKinds.MailedMacros, file.Name);
        foreach (var at in Starts(content.Span))
        {
            inspection.Budget.Look();
            ReadOnlyMemory<byte> inflated;
            try
            {
                inflated = Inflater.Inflate(content[(at + 2)..], 0, inspection.Budget);
            }
            catch (MalformedException)
            {
                continue;
            }
            if (!inflated.Span.StartsWith(CompoundFile.Signature)) continue;
            inspection.Open(file, "macros", inflated, FileKind.Compound);
            return;
        }
        throw new MalformedException("ActiveMime without a compound file");
    }

    private static List<int> Starts(ReadOnlySpan<byte> bytes)
    {
        var starts = new List<int>();
        if (bytes.Length > 0x32 && BinaryPrimitives.ReadUInt16LittleEndian(bytes[0x1E..]) + 46 is var told && told + 2 < bytes.Length) starts.Add(told);
        for (var at = 10; at + 2 < Math.Min(bytes.Length, MaxHeader); at++)
        {
            // RFC 1950 2.2: deflate with a window of 32 KiB, and a header that is a multiple of 31.
            if (bytes[at] == 0x78 && (bytes[at] << 8 | bytes[at + 1]) % 31 == 0 && !starts.Contains(at)) starts.Add(at);
        }
        return starts;
    }
}
