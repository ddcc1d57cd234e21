using Postvakt.Detection;
using Postvakt.Intake.Gateway;

namespace Postvakt.Automation;

/// <summary>What the policy is asked about.</summary>
/// <param name="Verdict">Of the mail, as it stands now.</param>
/// <param name="Mails">Mails of its campaign, it included; 1 for one that is of none.</param>
public sealed record AutomationCase(Verdict Verdict, int Mails, AutomationSource Source)
{
    /// <summary>It is of a campaign: only then release can be locked for it.</summary>
    public bool IsOfCampaign { get; init; }

    /// <summary>A copy of it lies in a mailbox that can be reached: only then it can be swept.</summary>
    public bool CanBeSwept { get; init; }

    /// <summary>Its author is somebody of ours who can be asked.</summary>
    public bool CanBeAsked { get; init; }

    /// <summary>How often each action happened by itself in the hour that runs; what is missing did not.</summary>
    public IReadOnlyDictionary<AutomaticAction, long> Done { get; init; } = new Dictionary<AutomaticAction, long>();
}
