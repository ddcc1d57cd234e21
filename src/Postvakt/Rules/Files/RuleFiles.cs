using Postvakt.Authentication;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Report;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;

namespace Postvakt.Rules.Files;

/// <summary>The attachments of a mail as rules see them: its own files and the messages that it carries as parts, but not the files inside those. For one thread.</summary>
internal sealed class RuleFiles(RuleMail mail)
{
    /// <summary>Bytes of a picture that is looked at for codes. 4 MiB.</summary>
    private const int MaxPicture = 4 << 20;

    /// <summary>Time for one of them. 1 s.</summary>
    private static readonly TimeSpan PictureTime = TimeSpan.FromSeconds(1);

    private IReadOnlyList<RuleFile>? _attachments;

    /// <summary>Room for what comes to light when rules ask, of this mail and of those inside it together: mails inside mails must not add up.</summary>
    public ContentKeep Keep { get; } = mail.Inspection?.Keep ?? new ContentKeep();

    private RuleFileBudget Budget { get; } = mail.FileBudget ?? new();

    public IReadOnlyList<RuleFile> Attachments => _attachments ??= [.. mail.Message.Attachments.Where(a => !a.Enclosed).Concat(mail.Message.Enclosed).Select(a => new RuleFile(mail, a))];

    /// <summary>Opens a file that was not opened with the mail; null where nothing is there to open it with, or no time.</summary>
    public InspectedFile? Open(string name, ReadOnlyMemory<byte> content)
    {
        if (mail.Inspection is not { } options || !Budget.TryOpen(options.Limits.Time)) return null;
        var started = options.Clock.GetTimestamp();
        try
        {
            return DocumentInspector.Inspect(name.Length > 0 ? name : "attachment", content, options with { Keep = Keep }).Root;
        }
        finally
        {
            Budget.Spend(options.Clock.GetElapsedTime(started));
        }
    }

    /// <summary>Whether another mail inside this one may be read.</summary>
    public bool MayRead => Budget.MayReadMail;

    /// <summary>A mail that is a file of this one; null where the bytes are no mail. What it says of who sent it proves nothing, so nothing of that is known.</summary>
    public RuleMail? Read(ReadOnlyMemory<byte> content)
    {
        Budget.CountMail();
        var options = mail.Inspection is { } all ? all with { Keep = Keep } : null;
        var started = options?.Clock.GetTimestamp() ?? 0;
        using var bytes = new MemoryStream(content.ToArray(), false);
        var message = new MessageParser(MessageLimits.Default, options is not null && Budget.Left(options.Limits.Time) > TimeSpan.Zero ? new AttachmentInspector(options) : null).Parse(new ReceivedMail("", 0, bytes, Envelope.Unknown, null));
        if (options is not null) Budget.Spend(options.Clock.GetElapsedTime(started));
        return message.Defects.HasFlag(MessageDefects.NotAMail) ? null : new RuleMail(message, SenderAuthentication.Unknown, null, null, mail.OrgDomains) { Inspection = options, Depth = mail.Depth + 1, FileBudget = Budget };
    }

    /// <summary>Codes in a picture; null where there is nobody to look at it, no time, or no picture after all.</summary>
    public CodeAnswer? Codes(ReadOnlyMemory<byte> picture)
    {
        if (mail.Inspection is not { Outside: { } outside } options || picture.Length > MaxPicture || !Budget.TryPicture(options.Limits.Time)) return null;
        var started = options.Clock.GetTimestamp();
        try
        {
            return outside.Codes(picture, PictureTime);
        }
        finally
        {
            Budget.Spend(options.Clock.GetElapsedTime(started));
        }
    }
}
