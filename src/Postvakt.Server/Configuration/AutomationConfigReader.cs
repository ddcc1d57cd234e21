using Postvakt.Automation;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;

namespace Postvakt.Server.Configuration;

/// <summary>What happens by itself: automation.warn, .lock, .ask, .sweep, each with rules and a share of the hour.</summary>
internal static class AutomationConfigReader
{
    public static AutomationPolicy Read(ConfigSection root)
    {
        var section = root.Below("automation");
        var policy = new AutomationPolicy(Enum.GetValues<AutomaticAction>().ToDictionary(a => a, a => Rules(section, a)));
        section.End();
        return policy;
    }

    private static AutomationRules Rules(ConfigSection section, AutomaticAction action)
    {
        var (usual, below) = (AutomationPolicy.Default.Actions[action], section.Below(action.ToString().ToLowerInvariant()));
        var said = below.Each("rules");
        // An empty list is a list: nothing happens, nothing is proposed.
        IReadOnlyList<AutomationRule> rules = below.Has("rules") ? [.. said.Select(Rule)] : usual.Rules;
        if (rules.Count > AutomationPolicy.MaxRules) below.Fault("rules", $"at most {AutomationPolicy.MaxRules}");
        var read = new AutomationRules(rules, below.Number("per_hour", usual.PerHour, 1, 1_000_000));
        below.End();
        return read;
    }

    private static AutomationRule Rule(ConfigSection section)
    {
        var sources = new List<AutomationSource>();
        foreach (var word in section.Words("sources"))
        {
            if (!int.TryParse(word, out _) && Enum.TryParse<AutomationSource>(word, ignoreCase: true, out var source)) sources.Add(source);
            else section.Fault("sources", "of gateway, journal, report, denied");
        }
        var rule = new AutomationRule(section.Choice("verdict", Verdict.Malicious, Verdict.Suspicious, Verdict.Malicious), section.Number("mails", 1, 1, AutomationPolicy.MaxMails), sources, section.Choice("do", AutomaticMode.Propose));
        if (!section.Has("do")) section.Fault("do", "is missing: off, propose or act");
        section.End();
        return rule;
    }
}
