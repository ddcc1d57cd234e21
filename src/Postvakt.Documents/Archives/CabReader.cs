using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Unpacks cabinets: stored, MSZIP and LZX ([MS-CAB], [MS-MCI], [MS-PATCH]).</summary>
internal sealed class CabReader : IFileReader
{
    private const int HasPrevious = 1;
    private const int HasNext = 2;
    private const int HasReserve = 4;
    private const int Utf8Name = 0x80;
    private const int MaxName = 260;

    /// <summary>2.3: the first of three folder numbers that mean another cabinet of the set.</summary>
    private const int Continued = 0xFFFD;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var reader = new ByteReader(content.Span);
        reader.Skip(16);
        var files = reader.Int32();
        reader.Skip(6);
        var (folderCount, fileCount, flags) = (reader.UInt16(), reader.UInt16(), reader.UInt16());
        reader.Skip(4);
        int folderReserve = 0, dataReserve = 0;
        if ((flags & HasReserve) != 0)
        {
            var own = reader.UInt16();
            (folderReserve, dataReserve) = (reader.Byte(), reader.Byte());
            reader.Skip(own);
        }
        for (var i = 0; i < ((flags & HasPrevious) != 0 ? 2 : 0) + ((flags & HasNext) != 0 ? 2 : 0); i++) Name(ref reader, false);
        var folders = new List<CabFolder>();
        for (var i = 0; i < folderCount; i++)
        {
            inspection.Budget.Step();
            var (at, blocks, method) = (reader.Int32(), reader.UInt16(), reader.UInt16());
            reader.Skip(folderReserve);
            folders.Add(new CabFolder(content, at, blocks, method, dataReserve, inspection.Budget));
        }
        reader.MoveTo(files);
        ReadFiles(file, ref reader, fileCount, folders, inspection);
    }

    private static void ReadFiles(InspectedFile file, ref ByteReader reader, int count, List<CabFolder> folders, Inspection inspection)
    {
        var inner = new InnerFiles(file, inspection);
        for (var i = 0; i < count; i++)
        {
            inner.Room();
            var (size, from, folder) = (reader.UInt32(), reader.UInt32(), reader.UInt16());
            reader.Skip(4);
            var attributes = reader.UInt16();
            var name = Name(ref reader, (attributes & Utf8Name) != 0);
            if (folder >= folders.Count)
            {
                inner.Unread(name, size, folder >= Continued ? "begins or ends in another cabinet of the set" : "in a folder that there is not");
                continue;
            }
            try
            {
                var piece = folders[folder].Piece(from, size);
                if (piece.IsEmpty && size > 0) inner.Unread(name, size, folders[folder].Fault.Length > 0 ? folders[folder].Fault : "behind the end of its folder");
                else inner.Open(name, piece[..Math.Min(piece.Length, inspection.Budget.Limits.FileBytes)], size);
            }
            catch (MalformedException e)
            {
                inner.Unread(name, size, e.Message);
            }
        }
    }

    private static string Name(ref ByteReader reader, bool utf8)
    {
        var length = reader.Rest[..Math.Min(reader.Left, MaxName)].IndexOf((byte)0);
        if (length < 0) throw new MalformedException("a name without an end");
        var name = reader.Take(length);
        reader.Skip(1);
        return utf8 ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);
    }
}
