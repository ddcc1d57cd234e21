using Postvakt.Detection;
using Postvakt.Intake.Gateway;

namespace Postvakt.Automation;

/// <summary>When an action happens by itself, or is proposed, or does not.</summary>
/// <param name="Verdict">Of the mail, or worse.</param>
/// <param name="Mails">Size of its campaign from which on the rule fits; 1 also fits a mail that is of none.</param>
/// <param name="Sources">What made us think so; empty: whatever it is.</param>
public sealed record AutomationRule(Verdict Verdict, int Mails, IReadOnlyList<AutomationSource> Sources, AutomaticMode Do)
{
    public bool Fits(AutomationCase mail) => mail.Verdict >= Verdict && mail.Mails >= Mails && FitsSource(mail.Source);

    public bool FitsSource(AutomationSource source) => Sources.Count == 0 || Sources.Contains(source);
}
