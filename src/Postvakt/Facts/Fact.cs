namespace Postvakt.Facts;

/// <summary>
/// Observations of one mail tested against Memory. Each is a number from 0 (nothing odd) to 1; more is never more innocent. Names and meaning
/// stand in <see cref="FactCatalogue"/>.
/// </summary>
public enum Fact
{
    // What the mail claims
    ReplyWithoutIds,
    ParentUnknown,
    ConversationUnknown,
    QuoteUnknown,
    QuoteAltered,
    QuoteWithoutId,
    QuoteOfOtherConversation,
    QuoteMisattributed,
    QuoteOfOthers,
    QuoteOfRecipient,
    ExtraReplyPrefix,
    SubjectRepeated,

    // Sleep
    Asleep,
    AsleepTwoMonths,

    // Sender
    SenderNew,
    SenderRare,
    DomainNew,
    SenderNotInConversation,
    DomainNotInConversation,
    NeverWroteToRecipients,
    NeverHeardFromRecipients,
    SenderNotQuoted,

    // Impersonation
    NameOfAnother,
    NameInConversation,
    AttributedElsewhere,
    SignedElsewhere,
    NameUnlikeAddress,
    LookAlikeDomain,
    ReplyToElsewhere,

    // Habit
    ClientNew,
    IdShapeNew,
    ZoneNew,
    RouteNew,
    EnvelopeNew,
    AuthenticationWorse,
    GreetingNew,

    // Text
    ShortText,
    ForeignText,
    AccountNew,

    // Links
    CarriesLink,
    HostNew,
    HostRare,
    HostNewToSender,
    HostInsertedInQuote,
    HostInForeignQuote,
    SharedFileNewToSender,
    ShownElsewhere,
    LinkOnlyInHtml,
    LinkWithoutScheme,
    LinkDefanged,
    CounterPath,
    FileLink,

    // Attachments
    RiskyAttachment,
    HardAttachment,
    AttachmentNewToSender,
    AttachmentNewHere,
    EncryptedArchive,
    PasswordGiven,
    OfficeInArchive,

    // Campaign
    SameHostElsewhere,
    SamePathElsewhere,
    SameFileElsewhere,
    SameWordingElsewhere,
    VariedElsewhere,
    ManySenders,
    Burst,

    // Combinations: an unusual payload together with something else that does not fit
    OddPayload,
    OddPayloadShort,
    OddPayloadForeign,
    OddPayloadAsleep,
    OddPayloadStranger,
    OddPayloadImpostor,
    OddPayloadHidden,
    OddPayloadClaimBroken,
    OddPayloadUnannounced,
    AccountByImpostor,
    ImpostorQuotes,
    SpreadBySenders,
    SpreadForeign,
    HardForeign,
    ClaimBrokenForeign,
}
