using MimeKit;

namespace Postvakt.Messages.Attachments;

/// <summary>An attachment with the MIME part that holds its bytes, while the mail is being read.</summary>
internal sealed record AttachedPart(Attachment File, MimePart Part);
