namespace Postvakt.Facts;

/// <summary>
/// Facts that only mean something together: an unusual payload, and something else that does not fit. A pure function of the other facts, so
/// that training can take facts away and compute these anew.
/// </summary>
public static class Combinations
{
    /// <summary>Fills in the combined facts.</summary>
    public static void Compute(Span<float> values)
    {
        var payload = Payload(values);
        var short_ = values[(int)Fact.ShortText];
        var foreign = values[(int)Fact.ForeignText];
        var impostor = Max(values, Fact.NameOfAnother, Fact.NameInConversation, Fact.AttributedElsewhere, Fact.SignedElsewhere, Fact.LookAlikeDomain, Fact.ReplyToElsewhere);
        var stranger = Max(values, Fact.SenderNotInConversation, Fact.ConversationUnknown) * Max(values, Fact.SenderNew, Fact.NeverWroteToRecipients, Fact.DomainNotInConversation);
        values[(int)Fact.OddPayload] = payload;
        values[(int)Fact.OddPayloadShort] = payload * short_;
        values[(int)Fact.OddPayloadForeign] = payload * short_ * foreign;
        values[(int)Fact.OddPayloadAsleep] = payload * values[(int)Fact.Asleep];
        values[(int)Fact.OddPayloadStranger] = payload * stranger;
        values[(int)Fact.OddPayloadImpostor] = payload * impostor;
        values[(int)Fact.OddPayloadHidden] = Math.Max(
            payload * Max(values, Fact.ShownElsewhere, Fact.LinkOnlyInHtml, Fact.LinkDefanged),
            Math.Max(values[(int)Fact.EncryptedArchive], payload * values[(int)Fact.PasswordGiven]));
        values[(int)Fact.OddPayloadClaimBroken] = payload * Max(
            values, Fact.ReplyWithoutIds, Fact.QuoteAltered, Fact.QuoteMisattributed, Fact.QuoteOfOtherConversation, Fact.ParentUnknown, Fact.QuoteUnknown);
        values[(int)Fact.OddPayloadUnannounced] = payload * Max(values, Fact.NeverHeardFromRecipients);
        values[(int)Fact.AccountByImpostor] = values[(int)Fact.AccountNew] * Math.Max(impostor, stranger);
        values[(int)Fact.ImpostorQuotes] = impostor * Max(values, Fact.QuoteOfOthers, Fact.QuoteWithoutId, Fact.QuoteOfRecipient) * values[(int)Fact.SenderNew];
        var spread = Math.Max(
            Max(values, Fact.SameHostElsewhere, Fact.SameFileElsewhere),
            Math.Min(values[(int)Fact.SamePathElsewhere], Math.Max(0.5f, values[(int)Fact.SameWordingElsewhere])));
        values[(int)Fact.SpreadBySenders] = payload * spread * values[(int)Fact.ManySenders];
        values[(int)Fact.SpreadForeign] = payload * spread * short_ * foreign;
        values[(int)Fact.HardForeign] = values[(int)Fact.HardAttachment] * values[(int)Fact.AttachmentNewToSender] * short_ * foreign;
        values[(int)Fact.ClaimBrokenForeign] = values[(int)Fact.OddPayloadClaimBroken] * short_ * foreign;
    }

    /// <summary>How unusual what the mail wants opened is for its sender.</summary>
    private static float Payload(ReadOnlySpan<float> values)
    {
        var attachment = Math.Max(
            values[(int)Fact.HardAttachment] * Math.Max(0.4f, values[(int)Fact.AttachmentNewToSender]),
            Math.Max(values[(int)Fact.EncryptedArchive], values[(int)Fact.RiskyAttachment] * values[(int)Fact.AttachmentNewToSender]));
        var link = Math.Max(values[(int)Fact.HostNew], Math.Max(0.6f * values[(int)Fact.HostRare], 0.4f * values[(int)Fact.HostNewToSender]));
        link = Math.Max(link, Math.Max(Max(values, Fact.HostInsertedInQuote, Fact.HostInForeignQuote), 0.8f * values[(int)Fact.SharedFileNewToSender]));
        link = Math.Max(link, Math.Max(0.8f * values[(int)Fact.LinkDefanged], 0.7f * values[(int)Fact.ShownElsewhere]));
        link = Math.Max(link, Math.Max(0.6f * values[(int)Fact.AccountNew], 0.5f * values[(int)Fact.FileLink]));
        // Any link, and paper of a kind that the sender never sent, is a little unusual; a campaign makes it more.
        return Math.Max(Math.Max(attachment, link), Math.Max(0.3f * values[(int)Fact.CarriesLink], Math.Min(0.3f, values[(int)Fact.AttachmentNewToSender])));
    }

    private static float Max(ReadOnlySpan<float> values, params ReadOnlySpan<Fact> facts)
    {
        var most = 0f;
        foreach (var fact in facts) most = Math.Max(most, values[(int)fact]);
        return most;
    }
}
