using System.Buffers.Binary;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Office;
using Postvakt.Documents.Office.Crypto;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>Opens a workbook stream that is encrypted ([MS-XLS] 2.4.117, 2.2.10).</summary>
internal static class BiffLock
{
    /// <summary>Records before which the one that tells of encryption stands.</summary>
    private const int MostBefore = 50;

    /// <returns>The stream in plain; null when no password fits, which the file says then.</returns>
    public static ReadOnlyMemory<byte>? Open(InspectedFile file, ReadOnlyMemory<byte> locked, Inspection inspection)
    {
        if (FilePass(locked.Span) is not { } pass) return locked;
        inspection.Budget.Expand(2L * locked.Length);
        var stream = locked.ToArray();
        IPasswordLock? office = null;
        try
        {
            office = Lock(stream, pass);
        }
        catch (MalformedException e)
        {
            file.Find(FindingKinds.AnalysisIncomplete, e.Message);
        }
        if (office is null || PasswordSearch.Find(office, inspection) is not { } password)
        {
            file.Locked = true;
            file.Find(FindingKinds.Locked, "no password fits");
            return null;
        }
        LockedDoor.Opened(file, password, inspection, silently: true);
        Decrypt(stream, office);
        return stream;
    }

    private static (int Start, int Length)? FilePass(ReadOnlySpan<byte> stream)
    {
        var records = new BiffRecords(stream, 0);
        for (var i = 0; i < MostBefore && records.Next(); i++)
        {
            if (records.Kind == BiffKind.FilePass) return (records.Start, records.Content.Length);
            if (records.Kind == BiffKind.Eof) break;
        }
        return null;
    }

    private static IPasswordLock Lock(ReadOnlySpan<byte> stream, (int Start, int Length) pass)
    {
        var reader = new ByteReader(stream.Slice(pass.Start, pass.Length));
        // Excel 5 and 95 know nothing but obfuscation, and state no kind.
        var old = BinaryPrimitives.ReadUInt16LittleEndian(stream[4..]) < 0x0600;
        if (old || reader.UInt16() == 0) return new XorLock(reader.UInt16(), reader.UInt16());
        return Rc4Lock.Read(reader.Rest, 1024);
    }

    /// <summary>Heads of records are plain, some records too, and of the list of sheets the places.</summary>
    private static void Decrypt(byte[] stream, IPasswordLock office)
    {
        var plain = office is Rc4Lock cipher ? cipher.Decrypt(stream, 0) : null;
        var records = new BiffRecords(stream, 0);
        while (records.Next())
        {
            if (records.Kind is BiffKind.Bof or BiffKind.FilePass or BiffKind.UsrExcl or BiffKind.FileLock or BiffKind.InterfaceHeader or BiffKind.RrdInfo or BiffKind.RrdHead) continue;
            var skip = records.Kind == BiffKind.BoundSheet ? Math.Min(4, records.Content.Length) : 0;
            var content = stream.AsSpan(records.Start + skip, records.Content.Length - skip);
            if (plain is not null) plain.AsSpan(records.Start + skip, content.Length).CopyTo(content);
            else ((XorLock)office).Decrypt(content, records.Start, records.Content.Length, skip);
        }
    }
}
