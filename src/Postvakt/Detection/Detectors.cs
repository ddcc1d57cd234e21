using Postvakt.Facts;

namespace Postvakt.Detection;

/// <summary>
/// The named detectors. They explain; only the model's score makes a mail suspicious or malicious, because each of these alone also happens to
/// honest people. ATT&amp;CK: T1534 internal spearphishing, T1566.001 and .002 spearphishing attachment and link, T1656 impersonation,
/// T1586.002 compromised mail accounts, T1583.001 acquired domains, T1027.013 encrypted file, T1204 user execution, T1657 financial theft.
/// </summary>
internal static class Detectors
{
    public static readonly IReadOnlyList<Detector> All =
    [
        new("stranger-quotes-us", "Somebody who was never part of it quotes a conversation of ours.", Severity.Medium,
            s => s[Fact.QuoteOfOthers] > 0 && s[Fact.SenderNew] > 0.3, [Fact.QuoteOfOthers, Fact.QuoteWithoutId, Fact.QuoteOfRecipient], ["T1586.002"]),
        new("name-on-other-address", "The sender uses a name that we know from another address.", Severity.Medium,
            s => s[Fact.NameOfAnother] >= 1 || s[Fact.NameInConversation] >= 1 || s[Fact.AttributedElsewhere] >= 1,
            [Fact.NameInConversation, Fact.NameOfAnother, Fact.AttributedElsewhere, Fact.SignedElsewhere], ["T1656"]),
        new("look-alike-domain", "The sender's domain imitates one that is known here.", Severity.Medium,
            s => s[Fact.LookAlikeDomain] > 0.5, [Fact.LookAlikeDomain], ["T1583.001", "T1656"]),
        new("quote-altered", "The quoted text is not what its author wrote.", Severity.Low,
            s => s[Fact.QuoteAltered] > 0.3, [Fact.QuoteAltered], []),
        new("quote-misattributed", "The quoted text is attributed to somebody who did not write it.", Severity.Low,
            s => s[Fact.QuoteMisattributed] > 0.5, [Fact.QuoteMisattributed], []),
        new("quote-unknown", "It claims a conversation of which nothing is known here.", Severity.Low,
            s => s[Fact.QuoteUnknown] > 0.5 && s[Fact.ConversationUnknown] > 0.5, [Fact.QuoteUnknown, Fact.ConversationUnknown], []),
        new("reply-without-ids", "It is called a reply but names no message that it answers.", Severity.Info,
            s => s[Fact.ReplyWithoutIds] > 0, [Fact.ReplyWithoutIds], []),
        new("conversation-asleep", "A conversation that was silent for long is taken up again.", Severity.Info,
            s => s[Fact.AsleepTwoMonths] > 0, [Fact.AsleepTwoMonths], []),
        new("new-host-in-reply", "A reply brings a link to a host that nobody here had linked to.", Severity.Low,
            s => s[Fact.HostNew] > 0.5, [Fact.HostNew, Fact.CounterPath, Fact.FileLink], ["T1566.002"]),
        new("disguised-link", "A link is disguised.", Severity.Low,
            s => s[Fact.ShownElsewhere] > 0 || s[Fact.LinkDefanged] > 0, [Fact.ShownElsewhere, Fact.LinkDefanged, Fact.LinkWithoutScheme], ["T1566.002"]),
        new("link-inserted-in-quote", "A link was put into quoted text.", Severity.Medium,
            s => Math.Max(s[Fact.HostInsertedInQuote], s[Fact.HostInForeignQuote]) > 0.5, [Fact.HostInsertedInQuote, Fact.HostInForeignQuote], ["T1566.002"]),
        new("code-in-reply", "A reply carries a file that starts code with one click, of a kind that its sender never sent.", Severity.Medium,
            s => s[Fact.HardAttachment] > 0 && s[Fact.AttachmentNewToSender] > 0.5, [Fact.HardAttachment, Fact.AttachmentNewToSender], ["T1566.001", "T1204"]),
        new("locked-archive", "An archive that only a password opens comes from somebody who never sent one.", Severity.Low,
            s => s[Fact.EncryptedArchive] >= 1, [Fact.EncryptedArchive, Fact.PasswordGiven], ["T1566.001", "T1027.013"]),
        new("new-account-in-reply", "A reply names a bank account that its sender never named.", Severity.Low,
            s => s[Fact.AccountNew] > 0.5, [Fact.AccountNew], ["T1656", "T1657"]),
        new("campaign", "The same turns up in conversations that have nothing to do with each other.", Severity.Medium,
            s => Math.Max(s[Fact.SameHostElsewhere], Math.Max(s[Fact.SameFileElsewhere], Math.Min(s[Fact.SamePathElsewhere], s[Fact.SameWordingElsewhere]))) > 0,
            [Fact.SameHostElsewhere, Fact.SameFileElsewhere, Fact.VariedElsewhere, Fact.SamePathElsewhere, Fact.SameWordingElsewhere, Fact.ManySenders], ["T1534"]),
        new("burst", "The sender answers far more conversations at once than usual.", Severity.Low,
            s => s[Fact.Burst] > 0.3, [Fact.Burst], ["T1534"]),
        new("unlike-sender", "The mail does not look like this sender's mail.", Severity.Low,
            s => s[Fact.ClientNew] + s[Fact.IdShapeNew] + s[Fact.ZoneNew] + s[Fact.RouteNew] + s[Fact.EnvelopeNew] + s[Fact.AuthenticationWorse] >= 3,
            [Fact.ClientNew, Fact.IdShapeNew, Fact.ZoneNew, Fact.RouteNew, Fact.EnvelopeNew, Fact.AuthenticationWorse], ["T1586.002"]),
    ];
}
