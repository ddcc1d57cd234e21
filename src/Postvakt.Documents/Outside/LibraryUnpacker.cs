using Postvakt.Documents.Bytes;
using Postvakt.Documents.Kinds;
using SharpCompress.Archives;
using SharpCompress.Archives.Rar;
using SharpCompress.Archives.SevenZip;
using SharpCompress.Archives.Zip;
using SharpCompress.Common;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;
using SharpCompress.Readers;
using SharpCompress.Readers.Ace;
using SharpCompress.Readers.Arj;

namespace Postvakt.Documents.Outside;

/// <summary>Unpacks with SharpCompress. Each kind is opened by its own class: the library's guess takes an ISO image for an empty tar.</summary>
internal static class LibraryUnpacker
{
    private const int MaxEntries = 10_000;

    public static Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> archive, string? password, long limit, TimeSpan time)
    {
        var tray = new UnpackTray(limit, time);
        var (locked, closed, taken) = (false, false, 0);
        try
        {
            using var stream = ByteStream.Of(archive);
            var options = new ReaderOptions { Password = password, LeaveStreamOpen = true };
            switch (kind)
            {
                case FileKind.SevenZip:
                    using (var seven = SevenZipArchive.OpenArchive(stream, options)) closed = Walk(seven, password, tray, ref locked);
                    break;
                case FileKind.Rar:
                    using (var rar = RarArchive.OpenArchive(stream, options)) closed = Walk(rar, password, tray, ref locked);
                    break;
                case FileKind.Zip:
                    using (var zip = ZipArchive.OpenArchive(stream, options)) closed = Walk(zip, password, tray, ref locked);
                    break;
                case FileKind.Arj:
                    using (var arj = ArjReader.OpenReader(stream, options)) closed = !Walk(arj, tray, ref locked, ref taken);
                    break;
                case FileKind.Ace:
                    using (var ace = AceReader.OpenReader(stream, options)) closed = !Walk(ace, tray, ref locked, ref taken);
                    break;
                case FileKind.Bzip2:
                    using (var bzip2 = BZip2Stream.Create(stream, CompressionMode.Decompress, true)) tray.Take("", 0, bzip2);
                    break;
                case FileKind.Xz:
                    using (var xz = new XZStream(stream)) tray.Take("", 0, xz);
                    break;
                default:
                    return new Unpacked(UnpackOutcome.Broken, [], "no parser for it");
            }
        }
        catch (CryptographicException e)
        {
            return new Unpacked(UnpackOutcome.Locked, tray.Files, e.Message);
        }
        // The border to a parser that is not ours: whatever it throws is its answer, and a dictionary larger than memory is one refused array.
        catch (Exception e)
        {
            return new Unpacked(locked || AsksForPassword(e) ? UnpackOutcome.Locked : UnpackOutcome.Broken, tray.Files, $"{e.GetType().Name}: {Short(e.Message)}");
        }
        if (closed) return new Unpacked(UnpackOutcome.Locked, tray.Files, "the password is missing or wrong");
        return tray.Full.Length > 0 ? new Unpacked(UnpackOutcome.Limit, tray.Files, tray.Full) : new Unpacked(UnpackOutcome.Done, tray.Files, "");
    }

    /// <param name="locked">Set as soon as an entry is encrypted: an error after that means a wrong password, whatever it says.</param>
    /// <returns>The archive stays locked.</returns>
    private static bool Walk(IArchive archive, string? password, UnpackTray tray, ref bool locked)
    {
        var entries = archive.Entries.Where(e => !e.IsDirectory).Take(MaxEntries).ToList();
        locked = entries.Any(e => e.IsEncrypted);
        if (locked && password is null)
        {
            foreach (var entry in entries) tray.List(entry.Key, entry.Size);
            return true;
        }
        var taken = 0;
        var proved = true;
        if (archive.IsSolid || archive is SevenZipArchive)
        {
            using var reader = archive.ExtractAllEntries();
            proved = Walk(reader, tray, ref locked, ref taken);
        }
        else
        {
            foreach (var entry in entries.TakeWhile(_ => proved && tray.Full.Length == 0))
            {
                taken++;
                using var content = entry.OpenEntryStream();
                proved = tray.Take(entry.Key, entry.Size, content, Checksum(entry, archive is RarArchive));
            }
        }
        // What was not reached is known by name at least.
        foreach (var entry in entries.Skip(taken)) tray.List(entry.Key, entry.Size);
        return !proved;
    }

    /// <returns>False when a checksum says that the password is wrong.</returns>
    private static bool Walk(IReader reader, UnpackTray tray, ref bool locked, ref int taken)
    {
        while (tray.Full.Length == 0 && reader.MoveToNextEntry())
        {
            if (reader.Entry.IsDirectory) continue;
            taken++;
            locked |= reader.Entry.IsEncrypted;
            using var content = reader.OpenEntryStream();
            var proved = tray.Take(reader.Entry.Key, reader.Entry.Size, content, Checksum(reader.Entry, reader.Type == ArchiveType.Rar));
            // Else the library would unpack the rest of the entry only to get past it.
            if (tray.Full.Length > 0) reader.Cancel();
            if (!proved) return false;
        }
        return true;
    }

    /// <summary>What proves a password. RAR 5 stores the checksum of an encrypted file mixed with its key; the library checks it itself.</summary>
    private static uint? Checksum(IEntry entry, bool rar) => entry.IsEncrypted && !rar && entry.Crc != 0 ? (uint)entry.Crc : null;

    private static bool AsksForPassword(Exception e) => e.Message.Contains("password", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("encrypt", StringComparison.OrdinalIgnoreCase);

    private static string Short(string message) => message.Length > 120 ? message[..120] : message;
}
