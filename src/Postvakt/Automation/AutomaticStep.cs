using System.Text.Json;
using Postvakt.Intake.Gateway;
using Postvakt.Registers;

namespace Postvakt.Automation;

/// <summary>What the automation policy did or proposes about a campaign, or about a mail that is of none; once for each action. An entry of the register, without text of a mail.</summary>
/// <param name="Id">See <see cref="TimedId"/>.</param>
/// <param name="Target">Name of the campaign, address of who is asked, or id of the record.</param>
/// <param name="IsDone">It happened; else it is proposed.</param>
/// <param name="Reason">What the policy says.</param>
public sealed record AutomaticStep(string Id, AutomaticAction Action, string Target, bool IsDone, string Reason, DateTimeOffset At, AutomationSource Source, string Record, string Campaign)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "automation";

    /// <summary>Characters of a key of the register, and of a reason that is kept.</summary>
    private const int MaxKey = 200, MaxReason = 400;

    /// <summary>What came of it: the id of an advisory, a campaign that is locked; else empty.</summary>
    public string Made { get; init; } = "";

    /// <summary>Id in the Directory of who is asked, or empty.</summary>
    public string Person { get; init; } = "";

    public static string KeyOf(AutomaticAction action, string target) => Cut($"{action}:{target}", MaxKey);

    /// <summary>The verb that does it where it is proposed, or undoes it where it is done; empty where it cannot be undone.</summary>
    public string Command => (Action, IsDone) switch
    {
        (AutomaticAction.Warn, _) when Made.Length == 0 => Campaign.Length > 0 ? $"postvakt advisory draft --campaign '{Shell(Campaign)}'" : $"postvakt advisory draft {Record}",
        (AutomaticAction.Warn, false) => $"postvakt advisory approve {Made}",
        (AutomaticAction.Warn, true) => $"postvakt advisory withdraw {Made}",
        (AutomaticAction.Lock, false) => $"postvakt lockdown on --campaign '{Shell(Target)}' --reason TEXT",
        (AutomaticAction.Lock, true) => $"postvakt lockdown off --campaign '{Shell(Target)}' --reason TEXT",
        (AutomaticAction.Ask, false) => $"postvakt ask sender {Record}",
        (AutomaticAction.Sweep, false) => Campaign.Length > 0 ? $"postvakt sweep plan --campaign '{Shell(Campaign)}' --reason TEXT" : $"postvakt sweep plan --record {Record} --reason TEXT",
        (AutomaticAction.Sweep, true) => "postvakt sweep list, then postvakt sweep undo ID --reason TEXT",
        _ => "",
    };

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static AutomaticStep Of(RegisterEntry entry) => JsonSerializer.Deserialize<AutomaticStep>(entry.Json) ?? throw new JsonException("an empty step");

    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this with { Reason = Cut(Reason, MaxReason) }), version)
    {
        Keys = [KeyOf(Action, Target), "record:" + Record, .. Person is { Length: > 0 and <= 190 } ? ["person:" + Person] : (string[])[], .. Campaign is { Length: > 0 and <= 180 } ? ["campaign:" + Campaign] : (string[])[]],
    };

    /// <summary>Names come from links: one with a quote is not shown as a command that could be pasted.</summary>
    private static string Shell(string name) => name.Contains('\'', StringComparison.Ordinal) ? "NAME" : name;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
