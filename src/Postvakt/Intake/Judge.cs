using Postvakt.Authentication;
using Postvakt.Conversations;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Rules;
using Postvakt.Signals;

namespace Postvakt.Intake;

/// <summary>
/// The stops of one mail between parsing and answer: facts, findings, verdict, remembering. The same code for files and for the gateway.
/// </summary>
/// <param name="directory">Asked anew for each mail; null: nobody is known but by mail.</param>
/// <param name="exceptions">Those that hold, asked for each mail; null for none.</param>
/// <param name="indicators">Those that are known from attacks, asked for each mail; null for none.</param>
/// <param name="rules">Mail rules, asked for each mail; null for none.</param>
/// <param name="feeds">What others shared, asked for each mail; null for nothing.</param>
public sealed class Judge(
    MemoryKey key, IMemory memory, JudgeOptions options, HijackModel model, TimeProvider clock, Func<DirectorySnapshot>? directory = null, Func<ExceptionBook>? exceptions = null, Func<IndicatorBook>? indicators = null,
    Func<RulesInForce>? rules = null, Func<FeedBook>? feeds = null)
{
    private readonly Examiner _examiner = new(model);
    private readonly CorrespondentDomains _domains = new(memory);
    private readonly DirectoryNames _names = new();

    /// <param name="authentication">What our own checks of the sender found; null: what a trusted server wrote into the header counts.</param>
    /// <param name="outside">What others found who were asked about it.</param>
    /// <param name="looked">What rules saw of its files; see <see cref="RulesInForce.LookInto"/>.</param>
    public Judgement Examine(Message message, SenderAuthentication? authentication = null, IReadOnlyList<Finding>? outside = null, RuleMail? looked = null)
    {
        var profile = MessageProfile.Of(message, key, options, clock.GetUtcNow(), authentication);
        var known = memory.Recall(profile.Question);
        var match = ConversationMatcher.Match(profile.Question, known, profile.IsReply);
        var people = directory?.Invoke() ?? DirectorySnapshot.Empty;
        var context = new FactContext(profile, known, match, options, _domains, people, _names);
        var facts = FactReader.Read(context);
        var (own, score) = _examiner.Examine(facts, message);
        var mail = new RuleMail(message, profile.Authentication, facts, match, options.OrgDomains)
        {
            TrustedAuthserv = options.TrustedAuthserv, Memory = new RuleMemory(profile.Question, known, _domains.SeesOwnMail(options)), Directory = people, Inspection = options.Inspection, Looked = looked,
        };
        IReadOnlyList<Finding> found = [.. own, .. ByRules(mail), .. indicators is null ? [] : IndicatorDetector.Examine(message, indicators(), clock.GetUtcNow()), .. feeds is null ? [] : SharedIndicatorDetector.Examine(message, feeds(), clock.GetUtcNow()), .. outside ?? []];
        var findings = exceptions?.Invoke().Apply(found, profile, facts, () => CampaignName.Of(profile, facts), clock.GetUtcNow()) ?? found;
        var (verdict, disposition) = VerdictPolicy.Decide(findings);
        var kin = verdict == Verdict.Malicious ? CampaignFacts.Kin(context, facts).DistinctBy(k => k.Message).ToArray() : [];
        return new Judgement(message, profile, known, match, facts, findings, verdict, disposition, score, IndicatorReader.Read(profile, verdict), kin)
        {
            RuleMail = mail,
            Summary = Explanation.Of(message, facts, verdict, findings),
            Campaign = verdict >= Verdict.Suspicious ? CampaignName.Of(profile, facts) : "",
        };
    }

    private IEnumerable<Finding> ByRules(RuleMail mail) => rules?.Invoke() is { } inForce ? RuleDetector.Examine(inForce.Book.Examine(mail), inForce.Policy) : [];

    /// <summary>Remembers a judged mail: clean mail waits out the quiet time, anything else is only seen.</summary>
    /// <param name="label">What a later revision needs to name the mail again; asked only of mail that carries campaign marks.</param>
    public long Remember(Judgement judgement, Func<Judgement, string>? label = null) => memory.Remember(ExperienceOf(judgement, label));

    /// <summary>What a judged mail leaves in Memory; see <see cref="Remember"/>.</summary>
    public static Experience ExperienceOf(Judgement judgement, Func<Judgement, string>? label = null) => Experience(
        judgement.Profile, judgement.Match, judgement.Profile.Marks.Count > 1 ? label?.Invoke(judgement) : null, signals: true,
        judgement.Verdict switch { Verdict.Clean => Standing.Quiet, Verdict.Malicious => Standing.Bad, _ => Standing.Seen });

    /// <summary>Takes a mail in as genuine history.</summary>
    public void Learn(Message message)
    {
        var profile = MessageProfile.Of(message, key, options, clock.GetUtcNow());
        var known = memory.Recall(profile.Question);
        var match = ConversationMatcher.Match(profile.Question, known, profile.IsReply);
        memory.Remember(Experience(profile, match, null, signals: false, Standing.Trusted));
    }

    /// <summary>Takes a mail in that was held and that a person says is genuine. Returns its row in Memory.</summary>
    public long Vouch(Message message)
    {
        var profile = MessageProfile.Of(message, key, options, clock.GetUtcNow());
        var match = ConversationMatcher.Match(profile.Question, memory.Recall(profile.Question), profile.IsReply);
        return memory.Vouch(Experience(profile, match, null, signals: false, Standing.Trusted));
    }

    private static Experience Experience(MessageProfile profile, ConversationMatch match, string? label, bool signals, Standing standing) => new()
    {
        Question = profile.Question,
        Standing = standing,
        Conversation = match.Conversation?.Id ?? 0,
        Replies = profile.Message.Subject.Replies,
        Prints = profile.Prints,
        Habits = profile.Habits,
        Referenced = match.Link == ConversationLink.Id ? [] : [.. profile.Question.Parents.Take(1).Concat(profile.Question.Parents.TakeLast(1)).Distinct()],
        Signals = signals ? profile.Question.Signals : [],
        Label = label,
    };
}
