using Postvakt.Jobs;

namespace Postvakt.Automation;

/// <summary>Has responders told of what the policy did. The job's subject is the step's id.</summary>
public static class AutomationNotice
{
    public const string Kind = "automation-notice";

    public static Job Job(string step, DateTimeOffset due) => new(Kind, step, "{}", due);
}
