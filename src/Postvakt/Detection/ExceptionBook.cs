using Postvakt.Facts;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Signals;

namespace Postvakt.Detection;

/// <summary>The exceptions that hold, ready to be applied to findings. Immutable.</summary>
public sealed class ExceptionBook
{
    private readonly ILookup<string, ExceptionRule> _bySender;

    /// <param name="rules">Those past their end are skipped when they are applied.</param>
    public ExceptionBook(IReadOnlyList<ExceptionRule> rules)
    {
        Rules = rules;
        _bySender = rules.ToLookup(r => r.Sender, StringComparer.OrdinalIgnoreCase);
    }

    public static ExceptionBook Empty { get; } = new([]);

    public IReadOnlyList<ExceptionRule> Rules { get; }

    /// <summary>The findings as they count: those that an exception covers are only worth knowing, and one more says which exception it was.</summary>
    /// <remarks>Only what conversations, habits and a named rule say can be excepted: never what was found in a file, by whomever.</remarks>
    /// <param name="campaign">Name of the mail's campaign, asked only where an exception is of one.</param>
    public IReadOnlyList<Finding> Apply(IReadOnlyList<Finding> findings, MessageProfile profile, FactSheet facts, Func<string> campaign, DateTimeOffset now)
    {
        if (Rules.Count == 0 || findings.All(f => f.Severity < Severity.High) || CarriesCode(facts) || IsDoubtful(facts)) return findings;
        var used = _bySender[profile.Message.From.Address].Concat(_bySender[""]).FirstOrDefault(r => r.Since <= now && now < r.Until && Covers(r, findings, profile, campaign));
        if (used is null) return findings;
        return
        [
            .. findings.Select(f => IsOf(used, f) ? f with { Severity = Severity.Info } : f),
            new Finding(ExceptionRule.Finding, $"An exception ({used.Id}) lets it through.", Severity.Info, used.Id, [new Evidence("exception", used.Reason.Length > 160 ? used.Reason[..160] : used.Reason)], []),
        ];
    }

    /// <summary>An exception is of a sender and what he does, so it must be him: nothing may say that it is somebody else.</summary>
    private static bool IsDoubtful(FactSheet facts) => facts[Fact.AuthenticationWorse] > 0 || facts[Fact.NameOfAnother] > 0 || facts[Fact.NameInConversation] > 0 || facts[Fact.AttributedElsewhere] > 0
        || facts[Fact.LookAlikeDomain] > 0 || facts[Fact.ReplyToElsewhere] > 0 || facts[Fact.AccountNew] > 0;

    private static bool Covers(ExceptionRule rule, IReadOnlyList<Finding> findings, MessageProfile profile, Func<string> campaign) =>
        rule.Campaign.Length > 0 ? rule.Campaign == campaign() && profile.Links.Count <= 1
        : rule.Host.Length > 0 ? profile.Links.Count > 0 && EveryLink(profile).All(l => IsAt(l.Host, rule.Host))
        : findings.Any(f => (f.Id == rule.Rule || IsRule(f, rule.Rule)) && f.Severity >= Severity.High);

    /// <summary>The profile keeps one link of a domain. Behind it may stand others of the same service, such as another customer's files.</summary>
    private static IEnumerable<Link> EveryLink(MessageProfile profile) =>
        profile.Message.Links.Where(l => l.Place is SegmentKind.Authored or SegmentKind.Signature && profile.Links.Any(p => p.Domain == l.Domain));

    /// <summary>What a mail rule matched is excepted only where the exception names that rule: a rule may be about anything.</summary>
    private static bool IsOf(ExceptionRule used, Finding finding) => IsRule(finding, used.Rule) || IsShared(finding, used.Rule) || (finding.Source is "model" or "detector" && (used.Rule.Length == 0 || finding.Id == used.Rule));

    /// <summary>What others shared is excepted only where the exception says so: it may be of anything.</summary>
    private static bool IsShared(Finding finding, string rule) => finding.Id == FeedIndicator.Finding && rule == FeedIndicator.Finding;

    private static bool IsRule(Finding finding, string rule) => finding.Id == RuleDetector.Finding && rule.Length > 0 && finding.Source.Equals(rule, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whoever may link or write as he likes may not send what starts code.</summary>
    private static bool CarriesCode(FactSheet facts) => facts[Fact.RiskyAttachment] > 0 || facts[Fact.HardAttachment] > 0 || facts[Fact.OfficeInArchive] > 0 || facts[Fact.EncryptedArchive] > 0;

    private static bool IsAt(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || (host.Length > domain.Length && host[^(domain.Length + 1)] == '.' && host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
}
