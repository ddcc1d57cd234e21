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
    /// <summary>Files of a mail that are opened because a rule asks. 30, as many as when a mail is read.</summary>
    private const int MaxOpened = 30;

    /// <summary>Mails among the files of a mail that are read. 30.</summary>
    private const int MaxMails = 30;

    /// <summary>Time for all of them, as a multiple of the time for one.</summary>
    private const int MaxTimes = 3;

    /// <summary>Pictures of a mail that are looked at for codes. 30.</summary>
    private const int MaxPictures = 30;

    /// <summary>Bytes of such a picture. 4 MiB.</summary>
    private const int MaxPicture = 4 << 20;

    /// <summary>Time for one of them. 1 s.</summary>
    private static readonly TimeSpan PictureTime = TimeSpan.FromSeconds(1);

    private IReadOnlyList<RuleFile>? _attachments;
    private int _pictures;
    private int _mails;

    /// <summary>Room for what comes to light when rules ask, of this mail and of those inside it together: mails inside mails must not add up.</summary>
    public ContentKeep Keep { get; } = mail.Inspection?.Keep ?? new ContentKeep();
    private TimeSpan _spent;
    private int _opened;

    public IReadOnlyList<RuleFile> Attachments => _attachments ??= [.. mail.Message.Attachments.Where(a => !a.Enclosed).Concat(mail.Message.Enclosed).Select(a => new RuleFile(mail, a))];

    /// <summary>Opens a file that was not opened with the mail; null where nothing is there to open it with, or no time.</summary>
    public InspectedFile? Open(string name, ReadOnlyMemory<byte> content)
    {
        if (mail.Inspection is not { } options || _opened >= MaxOpened || _spent >= options.Limits.Time * MaxTimes) return null;
        _opened++;
        var started = options.Clock.GetTimestamp();
        try
        {
            return DocumentInspector.Inspect(name.Length > 0 ? name : "attachment", content, options with { Keep = Keep }).Root;
        }
        finally
        {
            _spent += options.Clock.GetElapsedTime(started);
        }
    }

    /// <summary>Whether another mail inside this one may be read.</summary>
    public bool MayRead => _mails < MaxMails;

    /// <summary>A mail that is a file of this one; null where the bytes are no mail. What it says of who sent it proves nothing, so nothing of that is known.</summary>
    public RuleMail? Read(ReadOnlyMemory<byte> content)
    {
        _mails++;
        // Its files take from the time of this mail.
        var options = mail.Inspection is { } all ? all with { Keep = Keep, Limits = all.Limits with { Time = (all.Limits.Time * MaxTimes - _spent) / MaxTimes } } : null;
        var started = options?.Clock.GetTimestamp() ?? 0;
        using var bytes = new MemoryStream(content.ToArray(), false);
        var message = new MessageParser(MessageLimits.Default, options is { Limits.Time.Ticks: > 0 } ? new AttachmentInspector(options) : null).Parse(new ReceivedMail("", 0, bytes, Envelope.Unknown, null));
        if (options is not null) _spent += options.Clock.GetElapsedTime(started);
        return message.Defects.HasFlag(MessageDefects.NotAMail) ? null : new RuleMail(message, SenderAuthentication.Unknown, null, null, mail.OrgDomains) { Inspection = options, Depth = mail.Depth + 1 };
    }

    /// <summary>Codes in a picture; null where there is nobody to look at it, no time, or no picture after all.</summary>
    public CodeAnswer? Codes(ReadOnlyMemory<byte> picture)
    {
        if (mail.Inspection is not { Outside: { } outside } options || picture.Length > MaxPicture || _pictures >= MaxPictures || _spent >= options.Limits.Time * MaxTimes) return null;
        _pictures++;
        var started = options.Clock.GetTimestamp();
        try
        {
            return outside.Codes(picture, PictureTime);
        }
        finally
        {
            _spent += options.Clock.GetElapsedTime(started);
        }
    }
}
