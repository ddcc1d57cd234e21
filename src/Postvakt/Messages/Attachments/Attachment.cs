using Postvakt.Documents.Report;

namespace Postvakt.Messages.Attachments;

/// <summary>A file in a mail, seen from outside, and from inside where it was inspected.</summary>
/// <param name="Name">File name as decoded, at most 255 characters, without path; empty when none.</param>
/// <param name="MediaType">Declared type, lower case.</param>
/// <param name="Size">Decoded size in bytes, estimated from the encoded length.</param>
/// <param name="Inner">For an archive: names in it, at most 64.</param>
/// <param name="Encrypted">Something in it needs a password, known or not.</param>
public sealed record Attachment(string Name, string MediaType, long Size, AttachmentKind Kind, IReadOnlyList<string> Inner, bool Encrypted)
{
    /// <summary>Kinds of the files inside an archive, or the file's own kind.</summary>
    public IEnumerable<AttachmentKind> EffectiveKinds =>
        Kind == AttachmentKind.Archive && Inner.Count > 0 ? Inner.Select(FileNames.KindOf) : [Kind];

    /// <summary>True for a part that is shown inside the text (picture with a content id).</summary>
    public bool Inline { get; init; }

    /// <summary>Content-Disposition without parameters, lower case; empty when none.</summary>
    public string Disposition { get; init; } = "";

    /// <summary>Content-ID without angle brackets; empty when none.</summary>
    public string ContentId { get; init; } = "";

    /// <summary>Content-Transfer-Encoding, lower case; empty when none.</summary>
    public string TransferEncoding { get; init; } = "";

    /// <summary>It lies in a message that the mail carries as a part, not in the mail itself.</summary>
    public bool Enclosed { get; init; }

    /// <summary>The bytes, where the inspection was to hold them for rules and had room; else null.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }

    /// <summary>What is inside and what it would do; null where nobody looked.</summary>
    public DocumentReport? Document { get; init; }
}
