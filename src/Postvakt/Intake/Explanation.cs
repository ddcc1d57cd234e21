using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Messages;

namespace Postvakt.Intake;

/// <summary>The sentence that says why: who writes, what the mail brings, and what does not fit.</summary>
internal static class Explanation
{
    public static string Of(Message message, FactSheet facts, Verdict verdict, IReadOnlyList<Finding> findings)
    {
        if (verdict == Verdict.Clean) return facts.ClaimsConversation ? "Nothing in it contradicts what is known of the conversation." : "It claims no conversation.";
        if (verdict == Verdict.Undetermined) return "A part of the mail could not be examined, so it cannot be called clean.";
        if (findings.Any(f => f.Source == DocumentDetector.Source && f.Severity >= Severity.High) && DocumentDetector.Worst(message.Attachments) is { } worst)
            return $"{Who(message, facts)} brings {worst.Path}. {worst.Title}";
        var sentence = $"{Who(message, facts)} {Brings(facts)}";
        if (!findings.Any(f => f.Source == "model" && f.Severity >= Severity.High) && findings.Where(f => f.Id == RuleDetector.Finding && f.Severity >= Severity.High).MaxBy(f => f.Severity) is { } rule)
            return $"{sentence}. It matches a rule: {rule.Title}";
        var because = string.Join("; ", Doubts(facts).Take(3));
        return because.Length == 0 ? sentence + "." : $"{sentence}: {because}.";
    }

    /// <summary>What a recipient should hear first.</summary>
    public static Oddity OddityOf(FactSheet facts) =>
        facts[Fact.NameInConversation] >= 1 || facts[Fact.NameOfAnother] >= 1 || facts[Fact.AttributedElsewhere] >= 1 ? Oddity.NameElsewhere
        : facts[Fact.LookAlikeDomain] > 0.5 ? Oddity.LookAlike
        : facts[Fact.HostInsertedInQuote] + facts[Fact.HostInForeignQuote] > 0 ? Oddity.LinkInQuote
        : facts[Fact.EncryptedArchive] > 0 ? Oddity.LockedArchive
        : facts[Fact.HardAttachment] + facts[Fact.RiskyAttachment] > 0 ? Oddity.CodeFile
        : facts[Fact.HostNew] > 0 ? Oddity.NewHost
        : facts[Fact.QuoteOfOthers] > 0 ? Oddity.ForeignQuote
        : Oddity.Unusual;

    private static string Who(Message message, FactSheet facts)
    {
        var name = message.From.Name.Length > 0 ? Cut(message.From.Name) : message.From.Address;
        if (facts[Fact.NameInConversation] >= 1 || facts[Fact.NameOfAnother] >= 1 || facts[Fact.AttributedElsewhere] >= 1)
            return $"Somebody at {message.From.Address} uses the name {name} and";
        if (facts[Fact.LookAlikeDomain] > 0.5) return $"{name}, writing from a domain that imitates a known one,";
        if (facts[Fact.SenderNew] > 0.3 && facts[Fact.QuoteOfOthers] > 0) return $"{message.From.Address}, a stranger to the conversation,";
        if (!facts.ClaimsConversation) return name;
        return facts[Fact.SenderNew] > 0.3 ? $"{message.From.Address}, never seen before," : $"A reply from the account of {name}";
    }

    private static string Brings(FactSheet facts)
    {
        if (facts[Fact.EncryptedArchive] >= 1) return "brings a locked archive";
        if (facts[Fact.HardAttachment] > 0) return "brings a file that starts code with one click";
        if (facts[Fact.HostInsertedInQuote] + facts[Fact.HostInForeignQuote] > 0) return "brings a link hidden in quoted text";
        if (facts[Fact.HostNew] > 0) return "brings a link to a host that nobody here had linked to";
        if (facts[Fact.AccountNew] > 0) return "names a bank account that the sender never named";
        if (facts[Fact.RiskyAttachment] > 0) return "brings a file of a kind that can hold code";
        return facts[Fact.CarriesLink] > 0 ? "brings a link that does not fit" : "continues a conversation";
    }

    private static IEnumerable<string> Doubts(FactSheet facts)
    {
        if (Math.Max(facts[Fact.SameHostElsewhere], facts[Fact.SameFileElsewhere]) > 0) yield return "the same turns up in unrelated conversations";
        if (facts[Fact.QuoteOfOthers] > 0) yield return "it quotes a conversation that the sender was not part of";
        if (facts[Fact.AsleepTwoMonths] > 0) yield return "the conversation had been silent for over two months";
        if (facts[Fact.QuoteAltered] > 0.3) yield return "the quoted text is not what its author wrote";
        if (facts[Fact.ReplyWithoutIds] > 0) yield return "it names no message that it answers";
        if (facts[Fact.ConversationUnknown] > 0.3) yield return "the conversation is unknown here";
        if (facts[Fact.LinkDefanged] + facts[Fact.ShownElsewhere] > 0) yield return "the link is disguised";
        if (facts[Fact.PasswordGiven] > 0) yield return "the text gives the password";
        if (facts[Fact.Burst] > 0) yield return "the sender answers unusually many conversations at once";
        if (facts[Fact.ShortText] > 0.7 && facts[Fact.ForeignText] > 0.4) yield return "the few new words take up nothing of what was said";
        if (facts[Fact.AttachmentNewToSender] > 0.5) yield return "the sender never sent such a file";
        if (facts[Fact.HostNewToSender] > 0.5) yield return "the sender never linked there";
    }

    private static string Cut(string text) => text.Length > 60 ? text[..60] : text;
}
