using Postvakt.Events;

namespace Postvakt.Server.Api;

/// <param name="Delivery">"at least once" or "best effort".</param>
/// <param name="Attack">Techniques with a space between, or empty.</param>
public sealed record EventTypeView(string Id, int Version, string Severity, string Meaning, string Action, string Subject, string Delivery, int OcsfClass, int OcsfActivity, string EcsCategory, IReadOnlyList<string> EcsTypes, string Attack)
{
    public static EventTypeView Of(EventType type) => new(
        type.Id, type.Version, type.Severity.ToString().ToLowerInvariant(), type.Meaning, type.Action, type.Subject, type.IsSure ? "at least once" : "best effort", type.Class.Uid, type.Activity, type.Category, type.Kinds, string.Join(' ', type.Attack));
}

/// <param name="Says">What came back.</param>
public sealed record EventTestView(string Output, bool Taken, string Says);
