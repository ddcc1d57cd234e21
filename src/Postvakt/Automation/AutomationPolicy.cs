using Postvakt.Detection;

namespace Postvakt.Automation;

/// <summary>What happens by itself, by verdict, size of the campaign and source. Pure: what it is asked about goes in, decisions with their reasons come out.</summary>
public sealed record AutomationPolicy(IReadOnlyDictionary<AutomaticAction, AutomationRules> Actions)
{
    /// <summary>Rules of one action. 20: more is a program.</summary>
    public const int MaxRules = 20;

    /// <summary>Mails that a size is counted to. 1,000.</summary>
    public const int MaxMails = 1_000;

    /// <summary>Nothing is done, nothing proposed.</summary>
    public static readonly AutomationPolicy None = new(new Dictionary<AutomaticAction, AutomationRules>());

    /// <summary>What holds where nothing is said: nothing happens by itself; what an attack of three malicious mails calls for is proposed. Three: two alike may be one person who sent twice.</summary>
    public static readonly AutomationPolicy Default = new(Enum.GetValues<AutomaticAction>().ToDictionary(a => a, a => new AutomationRules([new AutomationRule(Verdict.Malicious, 3, [], AutomaticMode.Propose)], UsualPerHour(a))));

    /// <summary>The mildest verdict that any rule asks for, or null: no mail needs to be looked at.</summary>
    public Verdict? From => Actions.Values.SelectMany(a => a.Rules).Where(r => r.Do != AutomaticMode.Off).Select(r => (Verdict?)r.Verdict).Min();

    /// <summary>Warnings: 1, people stop reading. Lock-downs: 5. Questions: 10, each disturbs somebody. Copies swept: 500, a wrong verdict must not empty a company.</summary>
    public static int UsualPerHour(AutomaticAction action) => action switch { AutomaticAction.Warn => 1, AutomaticAction.Lock => 5, AutomaticAction.Ask => 10, _ => 500 };

    /// <summary>Whether another one says the same.</summary>
    public bool Same(AutomationPolicy other) => Actions.Count == other.Actions.Count && Actions.All(a => other.Actions.GetValueOrDefault(a.Key) is { } there && there.PerHour == a.Value.PerHour && there.Rules.Count == a.Value.Rules.Count
        && there.Rules.Zip(a.Value.Rules).All(r => r.First with { Sources = [] } == (r.Second with { Sources = [] }) && r.First.Sources.SequenceEqual(r.Second.Sources)));

    /// <summary>One decision for each action.</summary>
    public IReadOnlyList<AutomaticDecision> Decide(AutomationCase mail) => [.. Enum.GetValues<AutomaticAction>().Select(a => Decide(a, mail))];

    private AutomaticDecision Decide(AutomaticAction action, AutomationCase mail)
    {
        var rules = Actions.GetValueOrDefault(action) ?? new AutomationRules([], 0);
        var at = rules.Rules.TakeWhile(r => !r.Fits(mail)).Count();
        if (at == rules.Rules.Count) return new(action, AutomaticMode.Off, "no rule fits", null);
        var rule = rules.Rules[at];
        var obstacle = action switch
        {
            AutomaticAction.Lock when !mail.IsOfCampaign => "it is of no campaign",
            AutomaticAction.Ask when !mail.CanBeAsked => "its sender is nobody of ours who can be asked",
            AutomaticAction.Sweep when !mail.CanBeSwept => "no copy lies in a mailbox that can be reached",
            _ => "",
        };
        var why = FormattableString.Invariant($"rule {at + 1} of {rules.Rules.Count}: {Name(mail.Verdict)}, {mail.Mails} {(mail.Mails == 1 ? "mail" : "mails")}, {Name(mail.Source)}");
        if (rule.Do == AutomaticMode.Off || obstacle.Length > 0) return new(action, AutomaticMode.Off, obstacle.Length > 0 ? $"{why}; {obstacle}" : why, rule);
        var done = mail.Done.GetValueOrDefault(action);
        return rule.Do == AutomaticMode.Act && done >= rules.PerHour
            ? new(action, AutomaticMode.Propose, FormattableString.Invariant($"{why}; {done} in this hour, and {rules.PerHour} may be without a person"), rule)
            : new(action, rule.Do, why, rule);
    }

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
