using Postvakt.Detection;
using Postvakt.Mql;
using Postvakt.Mql.Explaining;
using Postvakt.Mql.Rules;
using Postvakt.Rules;

namespace Postvakt.Intake.Looks;

/// <summary>A rule tried on held mail before it counts: what it matches, and what it nearly does. Changes nothing. Not for several threads.</summary>
/// <param name="model">With the lists that rules in force know.</param>
public sealed class RuleTrial(MqlRule rule, MqlRuleSet set, MessageModel model)
{
    /// <summary>Mails of one trial. 200: each is read and opened again.</summary>
    public const int MaxMails = 200;

    private readonly MqlSession _session = new MqlEngine(set, model).NewSession();
    private readonly List<RuleTrialLine> _lines = [];
    private readonly HashSet<string> _because = new(StringComparer.Ordinal);
    private TimeSpan _spent;

    public MqlRule Rule => rule;

    public int Mails { get; private set; }

    /// <summary>Mails whose text is gone or took too long to read.</summary>
    public int Unread { get; private set; }

    /// <summary>Mails that leave the rule indeterminate.</summary>
    public int Indeterminate { get; private set; }

    /// <summary>What it was indeterminate for the lack of.</summary>
    public IReadOnlyCollection<string> Because => _because;

    /// <summary>For a mail, the rule alone.</summary>
    public TimeSpan TimePerMail => Mails == 0 ? TimeSpan.Zero : _spent / Mails;

    /// <summary>Matches, then near misses.</summary>
    public IReadOnlyList<RuleTrialLine> Lines => [.. _lines.OrderBy(l => l.Failing is not null)];

    /// <summary>The rule of a text with one, or what is wrong with it, with line and column.</summary>
    public static (RuleTrial? Trial, string? Problem) Of(string text, MessageModel model)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        loader.AddText("rule", text);
        var set = loader.Build();
        return set.Problems.FirstOrDefault(p => p.IsError) is { } problem ? (null, problem.ToString())
            : set.Rules.Count == 0 ? (null, "")
            : (new RuleTrial(set.Rules[0], set with { Rules = [set.Rules[0]] }, model), null);
    }

    /// <summary>A mail whose text could not be had.</summary>
    public void Miss() => Unread++;

    /// <param name="verdict">What is said of the mail.</param>
    public void Try(string record, Judgement judgement, Verdict verdict, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        _session.Begin(judgement.RuleMail);
        var result = _session.Evaluate(rule);
        _spent += clock.GetElapsedTime(started);
        Mails++;
        if (result.Outcome == MqlOutcome.Match) _lines.Add(Line(_session.Explain(rule).Evidence, null));
        else if (result.Outcome == MqlOutcome.NoMatch && _session.NearMiss(rule) is { } condition) _lines.Add(Line([], condition));
        if (result.Outcome == MqlOutcome.Indeterminate)
        {
            Indeterminate++;
            _because.UnionWith(result.Because);
        }
        _session.End();

        RuleTrialLine Line(IReadOnlyList<MqlEvidence> evidence, string? failing) => new(record, judgement.Message.From.Address, judgement.Message.Subject.Raw, verdict, evidence, failing);
    }
}
