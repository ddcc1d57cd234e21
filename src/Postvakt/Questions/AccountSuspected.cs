using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>An account that somebody else seems to use; holds until a responder takes the entry out.</summary>
/// <param name="Person">Id in the Directory.</param>
/// <param name="Since">The first sign: when the earliest mail came.</param>
/// <param name="Because">"sender-denied", or what else said so.</param>
/// <param name="Incident">Id, or empty.</param>
public sealed record AccountSuspected(string Person, DateTimeOffset Since, string Because, string Incident)
{
    /// <summary>Kind in the register; the id is the person's.</summary>
    public const string Kind = "account-suspected";

    public static bool Is(IRegister register, string person) => register.FindRegistered(Kind, person) is not null;

    /// <summary>The entry, kept with the earlier sign where it was suspected before.</summary>
    public RegisterChange Change(IRegister register)
    {
        var before = register.FindRegistered(Kind, Person);
        var kept = before is not null && JsonSerializer.Deserialize<AccountSuspected>(before.Json) is { } old ? old with { Since = old.Since < Since ? old.Since : Since, Incident = old.Incident.Length > 0 ? old.Incident : Incident } : this;
        return new RegisterChange(Kind, Person, JsonSerializer.Serialize(kept), before?.Version ?? 0) { Keys = kept.Incident.Length > 0 ? ["person:" + Person, "incident:" + kept.Incident] : ["person:" + Person] };
    }
}
