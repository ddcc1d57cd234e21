using System.Collections.Concurrent;
using System.Collections.Frozen;
using Postvakt.Mql;

namespace Postvakt.Rules;

/// <summary>The rules that mail is judged with, and which of them count. Immutable but for sessions that wait to be used again; shared by threads.</summary>
public sealed class RuleBook
{
    /// <summary>Matches of one mail that are told. 40: a mail that matches more is told nothing by the next.</summary>
    private const int MaxHits = 40;

    /// <summary>Why a rule that was stopped is indeterminate; see <see cref="MqlResult.Because"/>.</summary>
    private const string Budget = "budget";

    private readonly RuleLibrary _library;
    private readonly MailRule[] _running;
    private readonly ConcurrentBag<MqlSession> _sessions = [];

    /// <param name="promotions">By the rules' ids.</param>
    public RuleBook(RuleLibrary library, IReadOnlyDictionary<string, RulePromotion> promotions)
    {
        _library = library;
        Rules = [.. library.Rules.Select(r => new MailRule(r, RuleLibrary.IsOurs(r), promotions.GetValueOrDefault(r.Id)))];
        // Queries have a value and no verdict; the other kinds are about what leaves the house, or about other rules.
        _running = [.. Rules.Where(r => r.Rule.Type == "rule" && r.Rule.CanMatch(library.Model.Has))];
        ById = Rules.ToFrozenDictionary(r => r.Rule.Id, StringComparer.OrdinalIgnoreCase);
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
        if (!_sessions.TryTake(out var session)) session = _library.Engine.NewSession();
        session.Begin(mail);
        var (hits, unfinished) = (new List<RuleHit>(), new List<MailRule>());
        foreach (var rule in _running)
        {
            try
            {
                var result = session.Evaluate(rule.Rule);
                if (result.Outcome == MqlOutcome.Match && hits.Count < MaxHits) hits.Add(new RuleHit(rule, session.Explain(rule.Rule).Evidence));
                else if (result.Outcome == MqlOutcome.Indeterminate && rule.Counts && result.Because.Contains(Budget)) unfinished.Add(rule);
            }
            catch (Exception mistake) when (mistake is not OutOfMemoryException)
            {
                // Ours. What a thousand rules of strangers stumble over must not keep a mail from being judged; what counts must not fail in silence.
                if (rule.Counts) unfinished.Add(rule);
                session = _library.Engine.NewSession();
                session.Begin(mail);
            }
        }
        session.End();
        _sessions.Add(session);
        return new RuleFindings(hits, unfinished);
    }
}
