using System.Collections.Frozen;

namespace Postvakt.Events;

/// <summary>All types of events. Whatever is audited has one; a test finds the actions in the code.</summary>
public static class EventCatalogue
{
    public const string MailHeld = "mail.held", MailJudged = "mail.judged";

    /// <summary>In the order of the documentation.</summary>
    public static IReadOnlyList<EventType> All { get; } = [.. MailEvents.All, .. ResponseEvents.All, .. AccessEvents.All, .. GatewayEvents.All];

    private static readonly FrozenDictionary<string, EventType> ById = All.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, EventType> ByAction = All.Where(t => t.Action.Length > 0 && t.Id != "account.sign-in-failed").ToFrozenDictionary(t => t.Action, StringComparer.Ordinal);

    internal static EventType Held { get; } = ById[MailHeld];

    internal static EventType Judged { get; } = ById[MailJudged];

    internal static EventType SignInFailed { get; } = ById["account.sign-in-failed"];

    /// <summary>What an audited action is told as. One that nobody gave a type is told all the same: an audit that leaves something out is none.</summary>
    public static EventType OfAction(string action) => ByAction.GetValueOrDefault(action) ?? GatewayEvents.Other;

    /// <summary>The type, or null.</summary>
    public static EventType? Find(string id) => ById.GetValueOrDefault(id);

    public static bool Knows(string action) => ByAction.ContainsKey(action);
}
