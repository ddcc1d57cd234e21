using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Registers;

namespace Postvakt.Quarantine;

/// <summary>Whom a mail was delivered to lately: mail servers behind the first one may bring it by once more, and it must not be held again.</summary>
/// <param name="Until">Then nobody expects it any more.</param>
internal sealed record Passing(IReadOnlyList<string> Recipients, DateTimeOffset Until)
{
    /// <summary>Kind in the register; the id is the mail's.</summary>
    private const string Kind = "passing";

    /// <summary>A day: mail servers behind the first one have tried by then.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromDays(1);

    /// <summary>Entries dropped in one transaction.</summary>
    private const int MaxDropped = 500;

    /// <summary>Those whom the mail may come by for, or none.</summary>
    public static IReadOnlyList<string> Of(IRegister register, string id, DateTimeOffset now) => Read(register.FindRegistered(Kind, id)) is { } passing && now < passing.Until ? passing.Recipients : [];

    /// <summary>Notes a delivery, beside earlier ones to others.</summary>
    public static RegisterChange Add(IRegister register, string id, IReadOnlyList<string> recipients, DateTimeOffset now) => new(Kind, id,
        JsonSerializer.Serialize(new Passing([.. Of(register, id, now).Union(recipients, StringComparer.OrdinalIgnoreCase)], now + Holds)), register.FindRegistered(Kind, id)?.Version ?? 0);

    /// <summary>Drops those that are over. Returns whether there may be more.</summary>
    public static bool Expire(IDecisions decisions, DateTimeOffset now)
    {
        var over = decisions.Register(Kind).Where(e => now >= Read(e)!.Until).Take(MaxDropped).ToArray();
        if (over.Length == 0) return false;
        decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("release"), "deliveries-settled", FormattableString.Invariant($"{over.Length} mails"), "", AuditEvent.Done))
        {
            Register = [.. over.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))],
        }, now);
        return over.Length == MaxDropped;
    }

    private static Passing? Read(RegisterEntry? entry) => entry is null ? null : JsonSerializer.Deserialize<Passing>(entry.Json);
}
