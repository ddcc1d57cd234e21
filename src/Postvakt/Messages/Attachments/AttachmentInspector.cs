using MimeKit;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Passwords;
using Postvakt.Documents.Report;

namespace Postvakt.Messages.Attachments;

/// <summary>Looks into the attachments of a mail, within one budget for all of them. Safe to use from several threads.</summary>
/// <param name="passwords">Passwords of earlier mails; null where mails are read in no certain order.</param>
public sealed class AttachmentInspector(InspectionOptions options, ConversationPasswords? passwords = null)
{
    /// <summary>Attachments of one mail that are opened. 30; what stands in later ones is unknown, and the mail says so.</summary>
    private const int MaxFiles = 30;

    /// <summary>Names in an archive that an attachment shows.</summary>
    private const int MaxInner = 64;

    /// <summary>Time for all attachments of one mail, as a multiple of the time for one file.</summary>
    private const int Files = 3;

    /// <param name="text">What the mail says: subject, new and quoted text.</param>
    /// <param name="keys">Ids of the conversation and the sender's address.</param>
    internal IReadOnlyList<Attachment> Inspect(IReadOnlyList<AttachedPart> parts, Func<string> text, IReadOnlyList<string> keys, CancellationToken cancellation)
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
            if (!IsWorthALook(part.File)) return part.File;
            if (++inspected > MaxFiles) return part.File with { Document = DocumentInspector.Unopened(part.File.Name, part.File.Size, $"more than {MaxFiles} attachments") };
            var left = options.Limits.Time * Files - options.Clock.GetElapsedTime(started);
            var limits = left < options.Limits.Time ? options.Limits with { Time = left > TimeSpan.Zero ? left : TimeSpan.Zero } : options.Limits;
            return Inspect(part, options with { Limits = limits, Passwords = tried, PasswordsFrom = "from the mail" });
        })];
    }

    /// <summary>Pictures, sound and signatures are what they are by their first bytes; everything else is opened.</summary>
    private static bool IsWorthALook(Attachment file) => file.Kind is not (AttachmentKind.Picture or AttachmentKind.Media or AttachmentKind.Signature or AttachmentKind.Calendar);

    private static Attachment Inspect(AttachedPart part, InspectionOptions options)
    {
        var name = part.File.Name.Length > 0 ? part.File.Name : "attachment";
        var report = DocumentInspector.Inspect(name, Content(part.Part, options.Limits.FileBytes, out var cut), options);
        if (cut) report.Root.SaysIncomplete($"more than {options.Limits.FileBytes >> 20} MiB");
        var archive = part.File.Kind is AttachmentKind.Archive or AttachmentKind.DiskImage;
        return part.File with
        {
            Document = report,
            Inner = archive && report.Root.Files.Count > 0 && part.File.Inner.Count == 0 ? [.. report.Root.Files.Select(f => f.Name).Take(MaxInner)] : part.File.Inner,
            Encrypted = part.File.Encrypted || archive && report.Root.All.Any(f => f.Locked || f.Password is not null),
        };
    }

    private static ReadOnlyMemory<byte> Content(MimePart part, int most, out bool cut)
    {
        cut = false;
        if (part.Content is null) return default;
        using var decoded = part.Content.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = decoded.Read(buffer, 0, (int)Math.Min(buffer.Length, most - bytes.Length))) > 0) bytes.Write(buffer, 0, read);
        cut = bytes.Length == most && decoded.ReadByte() >= 0;
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
