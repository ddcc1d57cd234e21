using Postvakt.Documents.Mail;
using Postvakt.Messages;

namespace Postvakt.Intake.Sources;

/// <summary>
/// Turns the paths a user names into mails: a single mail, an mbox, a Maildir, a folder of these (names in ordinal order), or "-" for
/// standard input. Mails come one at a time; the caller disposes each. Nothing unreadable stops the rest.
/// </summary>
public sealed class MailSource(Action<SourceProblem> report)
{
    private const int SniffBytes = 4096;

    /// <summary>Bytes of a mail file read at once. 1 MiB: above it buffering costs nothing that counts.</summary>
    private const int MaxInMemory = 1 << 20;

    /// <summary>Bytes of an Outlook mail. 128 MiB: Exchange takes at most 150 MB.</summary>
    private const int MaxOutlook = 128 << 20;

    public IEnumerable<ReceivedMail> Read(IEnumerable<string> paths) => paths.SelectMany(ReadPath);

    private IEnumerable<ReceivedMail> ReadPath(string path)
    {
        if (path == "-") return ReadStandardInput();
        if (Directory.Exists(path)) return ReadFolder(path);
        if (File.Exists(path)) return ReadFile(path, named: true);
        report(new SourceProblem(path, "no such file or folder", Fatal: true));
        return [];
    }

    private IEnumerable<ReceivedMail> ReadFolder(string folder)
    {
        string[] files, folders;
        try
        {
            // Names only: a folder of a million files must fit in memory.
            files = Names(new DirectoryInfo(folder).EnumerateFiles());
            folders = Names(new DirectoryInfo(folder).EnumerateDirectories());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            report(new SourceProblem(folder, "cannot be opened: " + unreadable.Message, Fatal: true));
            yield break;
        }
        // Maildir: mail still being written lies in tmp.
        var maildir = folders.Contains("cur") && folders.Contains("new");
        foreach (var file in files)
        {
            foreach (var mail in ReadFile(Path.Combine(folder, file), named: false)) yield return mail;
        }
        foreach (var child in folders)
        {
            if (maildir && child == "tmp") continue;
            foreach (var mail in ReadFolder(Path.Combine(folder, child))) yield return mail;
        }
    }

    private static string[] Names(IEnumerable<FileSystemInfo> entries)
    {
        var names = entries.Where(e => e.Name[0] != '.' && e.LinkTarget is null).Select(e => e.Name).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    private IEnumerable<ReceivedMail> ReadFile(string path, bool named)
    {
        FileStream? file = null;
        string? problem = null;
        var kind = ContentKind.Nothing;
        try
        {
            // A pipe in a folder has no length either; opening it would wait for a writer that never comes.
            if (!named && new FileInfo(path).Length == 0)
            {
                report(new SourceProblem(path, "is empty", Fatal: false));
                return [];
            }
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.None);
            // A pipe that the shell made, as in: scan <(gunzip -c mail.gz)
            if (!file.CanSeek) return ReadSpooled(file, path);
            kind = Sniff(file);
            if (kind == ContentKind.Mail) return [new ReceivedMail(path, 0, InMemory(file), Envelope.Unknown, null)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problem = "cannot be read: " + unreadable.Message;
        }
        if (problem is not null || file is null)
        {
            file?.Dispose();
            report(new SourceProblem(path, problem ?? "cannot be read", Fatal: true));
            return [];
        }
        if (kind == ContentKind.Mbox) return ReadMbox(file, path);
        if (kind == ContentKind.Outlook) return ReadOutlook(file, path, named);
        file.Dispose();
        report(new SourceProblem(path, kind == ContentKind.Nothing ? "is empty" : "is not a mail: it does not begin with a header", named));
        return [];
    }

    /// <summary>Small mail in one read; larger mail stays in its file, buffered.</summary>
    private static Stream InMemory(FileStream file)
    {
        if (file.Length > MaxInMemory) return new BufferedStream(file, 64 << 10);
        using (file)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)file.Length);
            return new MemoryStream(bytes, 0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false), writable: false);
        }
    }

    /// <summary>A mail as Outlook saves it, read as the MIME message that it stands for.</summary>
    private IEnumerable<ReceivedMail> ReadOutlook(Stream stream, string path, bool named)
    {
        using (stream)
        {
            byte[]? mime = null;
            var isCut = false;
            if (stream.Length <= MaxOutlook)
            {
                var bytes = GC.AllocateUninitializedArray<byte>((int)stream.Length);
                mime = OutlookMail.ToMime(bytes.AsMemory(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)), out isCut);
            }
            if (mime is not null) return [new ReceivedMail(path, 0, new MemoryStream(mime, writable: false), Envelope.Unknown, null) { IsCut = isCut }];
        }
        report(new SourceProblem(path, "is not a mail: a compound file, but none that Outlook saved a mail in", named));
        return [];
    }

    private IEnumerable<ReceivedMail> ReadMbox(Stream stream, string path)
    {
        using (stream)
        {
            var reader = new MboxReader(stream, path);
            using var mails = reader.Read().GetEnumerator();
            while (true)
            {
                try
                {
                    if (!mails.MoveNext()) break;
                }
                catch (IOException broken)
                {
                    report(new SourceProblem(path, "could not be read to its end: " + broken.Message, Fatal: true));
                    yield break;
                }
                yield return mails.Current;
            }
            if (reader.EndsInMidLine)
                report(new SourceProblem(path, "ends in the middle of a line; its last mail may be cut", Fatal: false));
        }
    }

    private IEnumerable<ReceivedMail> ReadStandardInput()
    {
        using var input = Console.OpenStandardInput();
        return ReadSpooled(input, "-");
    }

    private IEnumerable<ReceivedMail> ReadSpooled(Stream input, string path)
    {
        using var spool = new Spool();
        using (input)
        {
            var buffer = new byte[64 << 10];
            for (int read; (read = input.Read(buffer)) > 0;) spool.Append(buffer.AsSpan(0, read));
        }
        var stream = spool.Take();
        switch (Sniff(stream))
        {
            case ContentKind.Mbox:
                return ReadMbox(stream, path);
            case ContentKind.Mail:
                return [new ReceivedMail(path, 0, stream, Envelope.Unknown, null)];
            case ContentKind.Outlook:
                return ReadOutlook(stream, path, named: true);
            default:
                stream.Dispose();
                report(new SourceProblem(path, (path == "-" ? "standard input " : "") + "is not a mail: it does not begin with a header", Fatal: true));
                return [];
        }
    }

    private static ContentKind Sniff(Stream stream)
    {
        Span<byte> head = stackalloc byte[SniffBytes];
        head = head[..stream.ReadAtLeast(head, SniffBytes, throwOnEndOfStream: false)];
        stream.Position = 0;
        return ContentSniffer.KindOf(head);
    }
}
