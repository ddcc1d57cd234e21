using MimeKit;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Passwords;

namespace Postvakt.Messages.Attachments;

/// <summary>Looks into the attachments of a mail, within one budget for all of them. Safe to use from several threads.</summary>
/// <param name="passwords">Passwords of earlier mails; null where mails are read in no certain order.</param>
public sealed class AttachmentInspector(InspectionOptions options, ConversationPasswords? passwords = null)
{
    /// <summary>Attachments of one mail that are opened. 30; what stands in later ones is unknown, and the mail says so.</summary>
    private const int MaxFiles = 30;

    /// <summary>Bytes of a file that is not opened and is held for rules. 8 MiB.</summary>
    private const int MaxHeld = 8 << 20;

    /// <summary>Names in an archive that an attachment shows.</summary>
    private const int MaxInner = 64;

    /// <summary>Time for all attachments of one mail, as a multiple of the time for one file.</summary>
    private const int Files = 3;

    /// <summary>Room for the bytes of one mail's files; null where they are not to be held.</summary>
    internal ContentKeep? Room() => options.Keep ?? (options.KeepsContent ? new ContentKeep() : null);

    /// <param name="text">What the mail says: subject, new and quoted text.</param>
    /// <param name="keys">Ids of the conversation and the sender's address.</param>
    internal IReadOnlyList<Attachment> Inspect(IReadOnlyList<AttachedPart> parts, Func<string> text, IReadOnlyList<string> keys, ContentKeep? keep, CancellationToken cancellation)
    {
        if (parts.Count == 0 && passwords is null) return [];
        var said = PasswordHarvest.Find(text());
        var known = passwords?.Recall(keys) ?? [];
        if (said.Count > 0 && PasswordHarvest.Speaks(text())) passwords?.Note(keys, said);
        if (parts.Count == 0) return [];
        IReadOnlyList<string> tried = [.. said.Concat(known).Distinct()];
        var started = options.Clock.GetTimestamp();
        var inspected = 0;
        return [.. parts.Select(part =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsWorthALook(part.File)) return keep is null ? part.File : Kept(part, keep);
            if (++inspected > MaxFiles) return part.File with { Document = DocumentInspector.Unopened(part.File.Name, part.File.Size, $"more than {MaxFiles} attachments") };
            var left = options.Limits.Time * Files - options.Clock.GetElapsedTime(started);
            var limits = left < options.Limits.Time ? options.Limits with { Time = left > TimeSpan.Zero ? left : TimeSpan.Zero } : options.Limits;
            return Inspect(part, options with { Limits = limits, Passwords = tried, PasswordsFrom = "from the mail", Keep = keep });
        })];
    }

    /// <summary>Messages that the mail carries as parts, with their bytes where those are to be held for rules.</summary>
    internal static IReadOnlyList<Attachment> Keep(IReadOnlyList<(Attachment File, MessagePart Part)> enclosed, ContentKeep? keep, CancellationToken cancellation) =>
        [.. enclosed.Select(e => keep is null ? e.File : Kept(e.File, e.Part, keep, cancellation))];

    private static Attachment Kept(Attachment file, MessagePart part, ContentKeep keep, CancellationToken cancellation)
    {
        if (part.Message is null) return file;
        // No more than the mail itself holds.
        using var bytes = new MemoryStream();
        part.Message.WriteTo(bytes, cancellation);
        return file with { Size = bytes.Length, Content = keep.Take(bytes.GetBuffer().AsMemory(0, (int)bytes.Length)) };
    }

    private static Attachment Kept(AttachedPart part, ContentKeep keep)
    {
        if (part.File.Size > MaxHeld * 2L) return part.File;
        var content = Content(part, MaxHeld, out var cut);
        return cut ? part.File : part.File with { Content = keep.Take(content) };
    }

    /// <summary>
    /// Pictures, sound and signatures are opened by programs that make nothing else of them, whatever is in them; everything else is looked into. The type that
    /// the mail states counts only for a file that has no extension: Windows goes by the name.
    /// </summary>
    private static bool IsWorthALook(Attachment file) => !IsPlain(file.Kind) || !IsPlain(FileNames.KindOf(file.Name)) && FileNames.HasExtension(file.Name);

    private static bool IsPlain(AttachmentKind kind) => kind is AttachmentKind.Picture or AttachmentKind.Media or AttachmentKind.Signature or AttachmentKind.Calendar;

    private static Attachment Inspect(AttachedPart part, InspectionOptions options)
    {
        // A mail in base64, which RFC 2046 5.2.1 forbids, comes as a file.
        var name = part.File.Name.Length > 0 ? part.File.Name : part.File.MediaType == "message/rfc822" ? "message.eml" : "attachment";
        var report = DocumentInspector.Inspect(name, Content(part, options.Limits.FileBytes, out var cut), options);
        if (cut) report.Root.SaysIncomplete($"more than {options.Limits.FileBytes >> 20} MiB");
        var archive = part.File.Kind is AttachmentKind.Archive or AttachmentKind.DiskImage;
        return part.File with
        {
            Document = report,
            Content = cut ? null : report.Root.Content,
            Inner = archive && report.Root.Files.Count > 0 && part.File.Inner.Count == 0 ? [.. report.Root.Files.Select(f => f.Name).Take(MaxInner)] : part.File.Inner,
            Encrypted = part.File.Encrypted || archive && report.Root.All.Any(f => f.Locked || f.Password is not null),
        };
    }

    private static ReadOnlyMemory<byte> Content(AttachedPart part, int most, out bool cut)
    {
        cut = false;
        if (part.Part.Content is null) return default;
        using var decoded = part.Part.Content.Open();
        // As large as it will be, so that a held file is not held with as much again behind it.
        using var bytes = new MemoryStream((int)Math.Clamp(part.File.Size + 16, 0, most));
        var buffer = new byte[64 << 10];
        int read;
        while ((read = decoded.Read(buffer, 0, (int)Math.Min(buffer.Length, most - bytes.Length))) > 0) bytes.Write(buffer, 0, read);
        cut = bytes.Length == most && decoded.ReadByte() >= 0;
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
