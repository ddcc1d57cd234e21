using Postvakt.Automation;
using Postvakt.Server.Notices;
using Postvakt.Server.Teams;

namespace Postvakt.Server.Responding;

/// <summary>The automation policy and what acting on it needs.</summary>
/// <param name="Journals">Names of listeners that take in journals.</param>
/// <param name="CanSweep">Mailboxes are known.</param>
/// <param name="Channel">Where responders read, or null.</param>
/// <param name="Post">Sends mail, or null.</param>
/// <param name="Alert">Who is told by mail where there is no channel, or empty.</param>
/// <param name="Language">What responders are told in.</param>
internal sealed record AutomationSetting(AutomationPolicy Policy, IReadOnlyCollection<string> Journals, bool CanSweep, WorkflowHook? Channel, NoticePost? Post, string Alert, Func<string> Language);
