using System.Collections.Concurrent;
using System.Collections.Frozen;
using Postvakt.Mql;
using Postvakt.Mql.Explaining;

namespace Postvakt.Rules;

/// <summary>The rules that mail is judged with, and which of them count. Immutable but for sessions that wait to be used again; shared by threads.</summary>
public sealed class RuleBook
{
    /// <summary>Matches of observed rules that are told of one mail. 40: the next says nothing more.</summary>
    private const int MaxHits = 40;

    /// <summary>Why a rule that was stopped is indeterminate; see <see cref="MqlResult.Because"/>.</summary>
    private const string Budget = "budget";

    /// <summary>Rules that may stumble over one mail. 3: each gets a budget anew.</summary>
    private const int MaxMistakes = 3;

    private readonly RuleLibrary _library;
    private readonly MailRule[] _running;
    private readonly MailRule[] _looking;
    private readonly ConcurrentBag<MqlSession> _sessions = [];

    /// <param name="promotions">By the rules' ids.</param>
    public RuleBook(RuleLibrary library, IReadOnlyDictionary<string, RulePromotion> promotions)
    {
        _library = library;
        Rules = [.. library.Rules.Select(r => new MailRule(r, RuleLibrary.IsOurs(r), promotions.GetValueOrDefault(r.Id)))];
        // Queries have a value and no verdict; the other kinds are about what leaves the house, or about other rules.
        // What counts comes first: it has the whole budget of the mail.
        _running = [.. Rules.Where(r => r.Rule.Type == "rule" && r.Rule.CanMatch(library.Model.Has)).OrderByDescending(r => r.Counts)];
        _looking = [.. _running.Where(r => r.Rule.Capabilities.Any(c => c.StartsWith("file.", StringComparison.Ordinal) || c.StartsWith("beta.", StringComparison.Ordinal)))];
        ById = Rules.ToFrozenDictionary(r => r.Rule.Id, StringComparer.Ordinal);
    }

    /// <summary>No rule at all.</summary>
    public static RuleBook Empty { get; } = new(RuleLibrary.Read(new RuleSources { WithOurs = false }), FrozenDictionary<string, RulePromotion>.Empty);

    /// <summary>Our rules, each of which counts.</summary>
    public static RuleBook Ours { get; } = new(RuleLibrary.Ours, FrozenDictionary<string, RulePromotion>.Empty);

    public IReadOnlyList<MailRule> Rules { get; }

    public IReadOnlyDictionary<string, MailRule> ById { get; }

    public RuleLibrary Library => _library;

    /// <summary>Rules that are asked about each mail: the others cannot match for lack of what they need, or are no conditions.</summary>
    public int Running => _running.Length;

    /// <summary>The same rules with other decisions of people about them.</summary>
    public RuleBook With(IReadOnlyDictionary<string, RulePromotion> promotions) => new(_library, promotions);

    public RuleFindings Examine(RuleMail mail)
    {
        if (_running.Length == 0) return RuleFindings.None;
        var (hits, unfinished) = (new List<RuleHit>(), new List<MailRule>());
        Run(mail, _running, (session, rule) =>
        {
            var result = session.Evaluate(rule.Rule);
            // Nobody keeps a rule that counts from being told by matching many that do not.
            if (result.Outcome == MqlOutcome.Match && (rule.Counts || hits.Count < MaxHits)) hits.Add(new RuleHit(rule, Evidence(session, rule)));
            else if (result.Outcome == MqlOutcome.Indeterminate && rule.Counts && result.Because.Contains(Budget)) unfinished.Add(rule);
        }, unfinished);
        return new RuleFindings(hits, unfinished);
    }

    /// <summary>Has those rules look at a mail that look into its files, and keeps what they found there with the mail; what they come to is not asked.</summary>
    internal void LookInto(RuleMail mail)
    {
        if (_looking.Length > 0) Run(mail, _looking, (session, rule) => session.Evaluate(rule.Rule), []);
    }

    /// <summary>What made a rule match; none where that cannot be told: the match holds all the same.</summary>
    private static IReadOnlyList<MqlEvidence> Evidence(MqlSession session, MailRule rule)
    {
        try
        {
            return session.Explain(rule.Rule).Evidence;
        }
        catch (Exception mistake) when (mistake is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <param name="unfinished">Takes rules that count and that a mistake of ours kept from coming to anything.</param>
    private void Run(RuleMail mail, MailRule[] rules, Action<MqlSession, MailRule> ask, List<MailRule> unfinished)
    {
        if (!_sessions.TryTake(out var session)) session = _library.Engine.NewSession();
        session.Begin(mail);
        var mistakes = 0;
        foreach (var rule in rules)
        {
            try
            {
                if (mistakes < MaxMistakes) ask(session, rule);
                else if (rule.Counts) unfinished.Add(rule);
            }
            catch (Exception mistake) when (mistake is not OutOfMemoryException)
            {
                // What a thousand rules of strangers stumble over must not keep a mail from being judged; what counts must not fail in silence.
                if (rule.Counts) unfinished.Add(rule);
                mistakes++;
                session = _library.Engine.NewSession();
                session.Begin(mail);
            }
        }
        session.End();
        _sessions.Add(session);
    }
}
