using MimeKit;
using Postvakt.Samples.Cast;
using Postvakt.Samples.Scripts;

namespace Postvakt.Samples.Mails;

/// <summary>A mail as sent: what later replies quote and name, and the bytes that arrived.</summary>
internal sealed class Mail
{
    public required Entry Entry { get; init; }

    public required Person Author { get; init; }

    public required MailProgram Program { get; init; }

    /// <summary>The answered mail; null for the first of a conversation.</summary>
    public Mail? Parent { get; init; }

    /// <summary>Address as the mail shows it: the author's own, or the one a thief or a list put there.</summary>
    public required MailboxAddress From { get; init; }

    public required IReadOnlyList<Person> To { get; init; }

    public required IReadOnlyList<Person> Cc { get; init; }

    public required string Subject { get; init; }

    public required string MessageId { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>What the author wrote, without quotes; as text and as HTML.</summary>
    public string NewText { get; set; } = "";

    public string NewHtml { get; set; } = "";

    /// <summary>The whole text part, quotes included.</summary>
    public string Text { get; set; } = "";

    /// <summary>What stands between the body tags of the HTML part, quotes included.</summary>
    public string Html { get; set; } = "";

    public byte[] ThreadIndex { get; set; } = [];

    public byte[] Bytes { get; set; } = [];

    public bool IsHijack => Entry.Has("hijack");

    /// <summary>A mail that exists only to be quoted: the stolen half of a conversation nobody here has seen.</summary>
    public bool IsUnsent => Entry.Has("unsent");

    public bool IsAutomatic => Entry.Has("auto") || Author.IsSystem;

    public IEnumerable<string> References =>
        Entry.Has("noids") || Parent is null ? [] : [.. Parent.References, Parent.MessageId];
}
