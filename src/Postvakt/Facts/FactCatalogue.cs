namespace Postvakt.Facts;

/// <summary>Names, groups and sentences of all facts.</summary>
public static class FactCatalogue
{
    public static readonly int Count = Enum.GetValues<Fact>().Length;

    public static readonly IReadOnlyList<FactDefinition> All = Build();

    public static FactDefinition Of(Fact fact) => All[(int)fact];

    private static FactDefinition[] Build()
    {
        var all = new FactDefinition[Count];
        void Add(FactGroup group, Fact fact, string sentence) => all[(int)fact] = new FactDefinition(fact, Kebab(fact.ToString()), group, sentence);

        Add(FactGroup.Claim, Fact.ReplyWithoutIds, "The subject says it is a reply, but it names no message that it answers.");
        Add(FactGroup.Claim, Fact.ParentUnknown, "It answers a message that was never seen here.");
        Add(FactGroup.Claim, Fact.ConversationUnknown, "It claims a conversation that is unknown here by ids, quoted text and subject.");
        Add(FactGroup.Claim, Fact.QuoteUnknown, "None of the text that it quotes was ever seen here.");
        Add(FactGroup.Claim, Fact.QuoteAltered, "The quoted text differs from what its author wrote.");
        Add(FactGroup.Claim, Fact.QuoteWithoutId, "It quotes a message that we know without naming its id, as mail programs do.");
        Add(FactGroup.Claim, Fact.QuoteOfOtherConversation, "The quoted text comes from another conversation than the one it names.");
        Add(FactGroup.Claim, Fact.QuoteMisattributed, "The quoted text is attributed to somebody who did not write it.");
        Add(FactGroup.Claim, Fact.QuoteOfOthers, "It quotes a conversation that its sender, by address and domain, was never part of.");
        Add(FactGroup.Claim, Fact.QuoteOfRecipient, "Most of the quoted text was written by one of the recipients.");
        Add(FactGroup.Claim, Fact.ExtraReplyPrefix, "The subject carries more reply prefixes than the conversation ever had.");
        Add(FactGroup.Claim, Fact.SubjectRepeated, "The text begins with the subject line.");
        Add(FactGroup.Sleep, Fact.Asleep, "The conversation had been silent.");
        Add(FactGroup.Sleep, Fact.AsleepTwoMonths, "The conversation had been silent for over two months.");
        Add(FactGroup.Sender, Fact.SenderNew, "The sender's address was never seen here.");
        Add(FactGroup.Sender, Fact.SenderRare, "Little is known of the sender.");
        Add(FactGroup.Sender, Fact.DomainNew, "Nobody from the sender's domain was ever seen here.");
        Add(FactGroup.Sender, Fact.SenderNotInConversation, "The sender was not part of the conversation.");
        Add(FactGroup.Sender, Fact.DomainNotInConversation, "Nobody from the sender's domain was part of the conversation.");
        Add(FactGroup.Sender, Fact.NeverWroteToRecipients, "The sender never wrote to these recipients.");
        Add(FactGroup.Sender, Fact.NeverHeardFromRecipients, "None of the recipients ever wrote to the sender.");
        Add(FactGroup.Sender, Fact.SenderNotQuoted, "The quoted messages do not name the sender.");
        Add(FactGroup.Impersonation, Fact.NameOfAnother, "The display name belongs to somebody with another address.");
        Add(FactGroup.Impersonation, Fact.NameInConversation, "The display name belongs to a participant of the conversation who has another address.");
        Add(FactGroup.Impersonation, Fact.AttributedElsewhere, "The quoted text gives the sender's name another address.");
        Add(FactGroup.Impersonation, Fact.SignedElsewhere, "The text is signed with another address of the same name.");
        Add(FactGroup.Impersonation, Fact.NameUnlikeAddress, "Display name and address have nothing in common.");
        Add(FactGroup.Impersonation, Fact.LookAlikeDomain, "The sender's domain looks like one that is known here.");
        Add(FactGroup.Impersonation, Fact.ReplyToElsewhere, "Answers are to go to another domain, which is new.");
        Add(FactGroup.Habit, Fact.ClientNew, "The mail program is new for this sender.");
        Add(FactGroup.Habit, Fact.IdShapeNew, "The Message-ID has a form that is new for this sender.");
        Add(FactGroup.Habit, Fact.ZoneNew, "The time zone is new for this sender.");
        Add(FactGroup.Habit, Fact.RouteNew, "It entered the net at a place that is new for this sender.");
        Add(FactGroup.Habit, Fact.EnvelopeNew, "The envelope sender's domain is new for this sender.");
        Add(FactGroup.Habit, Fact.AuthenticationWorse, "The sender's authentication is weaker than usual.");
        Add(FactGroup.Habit, Fact.GreetingNew, "The greeting is new for this sender.");
        Add(FactGroup.Text, Fact.ShortText, "Little of the text was written for this mail.");
        Add(FactGroup.Text, Fact.ForeignText, "The new text takes up nothing of what it answers.");
        Add(FactGroup.Text, Fact.AccountNew, "It names a bank account that the sender never named.");
        Add(FactGroup.Text, Fact.CarriesLink, "The new text of a reply carries a link.");
        Add(FactGroup.HostNovelty, Fact.HostNew, "It links to a host that nobody here had linked to.");
        Add(FactGroup.HostNovelty, Fact.HostRare, "It links to a host that was seen once, from somebody else.");
        Add(FactGroup.HostNovelty, Fact.HostNewToSender, "The sender never linked to this host.");
        Add(FactGroup.HostNovelty, Fact.HostInsertedInQuote, "The quoted text holds a link to a new host that its author did not write.");
        Add(FactGroup.HostNovelty, Fact.HostInForeignQuote, "The mail is hardly more than a quote that nobody here wrote, with a link to a new host in it.");
        Add(FactGroup.HostNovelty, Fact.SharedFileNewToSender, "It links to a file-sharing service that the sender never used.");
        Add(FactGroup.LinkForm, Fact.ShownElsewhere, "The link leads to another place than its text says.");
        Add(FactGroup.LinkForm, Fact.LinkOnlyInHtml, "The link stands only in the HTML part, under other text.");
        Add(FactGroup.LinkForm, Fact.LinkWithoutScheme, "The link is written without scheme, as programs overlook it.");
        Add(FactGroup.LinkForm, Fact.LinkDefanged, "The link is written so that programs do not see it.");
        Add(FactGroup.LinkForm, Fact.CounterPath, "The link's path ends in words and a counter, as in known hijack campaigns.");
        Add(FactGroup.LinkForm, Fact.FileLink, "The link leads straight to an archive, script, disk image or macro document.");
        Add(FactGroup.Attachment, Fact.RiskyAttachment, "It carries a file of a kind that can hold code.");
        Add(FactGroup.Attachment, Fact.HardAttachment, "It carries a file of a kind that starts code with one click.");
        Add(FactGroup.Attachment, Fact.AttachmentNewToSender, "The sender never sent a file of this kind.");
        Add(FactGroup.Attachment, Fact.AttachmentNewHere, "Hardly anybody here was ever sent a file of this kind.");
        Add(FactGroup.Attachment, Fact.EncryptedArchive, "It carries an archive that only a password opens or that cannot be looked into, which the sender is not known for.");
        Add(FactGroup.Attachment, Fact.PasswordGiven, "The text gives a password for a file or link, which the sender is not known for.");
        Add(FactGroup.Attachment, Fact.OfficeInArchive, "The archive holds an Office document.");
        Add(FactGroup.Campaign, Fact.SameHostElsewhere, "The same new host appears in unrelated conversations.");
        Add(FactGroup.Campaign, Fact.SamePathElsewhere, "Links of the same form to new hosts appear in unrelated conversations.");
        Add(FactGroup.Campaign, Fact.SameFileElsewhere, "Files of the same shape appear in unrelated conversations.");
        Add(FactGroup.Campaign, Fact.SameWordingElsewhere, "The same wording appears in unrelated conversations.");
        Add(FactGroup.Campaign, Fact.VariedElsewhere, "The same new host, or files of the same shape, appear in unrelated conversations, each time under another name.");
        Add(FactGroup.Campaign, Fact.ManySenders, "Different senders bring the same into unrelated conversations.");
        Add(FactGroup.Campaign, Fact.Burst, "The sender answers unusually many conversations at once.");
        Add(FactGroup.Combination, Fact.OddPayload, "A reply carries a link or file that does not fit its sender.");
        Add(FactGroup.Combination, Fact.OddPayloadShort, "The unusual link or file comes with a few words only.");
        Add(FactGroup.Combination, Fact.OddPayloadForeign, "The unusual link or file comes with words that take up nothing of the conversation.");
        Add(FactGroup.Combination, Fact.OddPayloadAsleep, "The unusual link or file comes into a silent conversation.");
        Add(FactGroup.Combination, Fact.OddPayloadStranger, "The unusual link or file comes from outside the conversation.");
        Add(FactGroup.Combination, Fact.OddPayloadImpostor, "The unusual link or file comes under another person's name or domain.");
        Add(FactGroup.Combination, Fact.OddPayloadHidden, "The unusual link is disguised, or the file is locked.");
        Add(FactGroup.Combination, Fact.OddPayloadClaimBroken, "The unusual link or file comes with a claim that does not hold.");
        Add(FactGroup.Combination, Fact.OddPayloadUnannounced, "The file or link has no precedent in what the sender and the recipients ever exchanged.");
        Add(FactGroup.Combination, Fact.AccountByImpostor, "A bank account comes under another person's name or domain, or with answers led elsewhere.");
        Add(FactGroup.Combination, Fact.ImpostorQuotes, "Somebody under another person's name quotes a conversation of ours.");
        Add(FactGroup.Combination, Fact.SpreadBySenders, "Different senders bring the same unusual link or file into unrelated conversations.");
        Add(FactGroup.Combination, Fact.SpreadForeign, "The same unusual link or file comes into unrelated conversations with words that take up nothing of them.");
        Add(FactGroup.Combination, Fact.HardForeign, "A file that starts code with one click comes with a few words that take up nothing of the conversation.");
        Add(FactGroup.Combination, Fact.ClaimBrokenForeign, "The claim does not hold, and the few words with the unusual link or file take up nothing of the conversation.");
        return all;
    }

    private static string Kebab(string name)
    {
        var text = new System.Text.StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
