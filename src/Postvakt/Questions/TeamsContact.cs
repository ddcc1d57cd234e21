using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Questions;

/// <summary>How the bot reaches a person: what Teams told when the app was installed for them.</summary>
/// <param name="Person">Id of the account in the tenant (aadObjectId), lower case.</param>
/// <param name="ServiceUrl">Where the Bot Connector listens for this person.</param>
/// <param name="User">Id of the person in Teams ("29:…").</param>
/// <param name="Bot">Our own id in Teams ("28:…").</param>
/// <param name="Conversation">Id of the one-on-one conversation, or empty: it must be begun.</param>
public sealed record TeamsContact(string Person, string ServiceUrl, string User, string Bot, string Conversation)
{
    /// <summary>Kind in the register; the id is the person's.</summary>
    public const string Kind = "teams-contact";

    /// <summary>Characters of an id or address that Teams tells. 1,000: its conversation ids have hundreds.</summary>
    public const int MaxText = 1_000;

    public static TeamsContact? Find(IRegister register, string person) => register.FindRegistered(Kind, person) is { } entry ? JsonSerializer.Deserialize<TeamsContact>(entry.Json) : null;

    /// <summary>Keeps it, or the newer one; nothing is written where nothing changed.</summary>
    public void Keep(IDecisions decisions, DateTimeOffset now)
    {
        var entry = decisions.FindRegistered(Kind, Person);
        if (entry is not null && JsonSerializer.Deserialize<TeamsContact>(entry.Json) == this) return;
        decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("teams"), "teams-installed", Person, "", AuditEvent.Done)) { Register = [new RegisterChange(Kind, Person, JsonSerializer.Serialize(this), entry?.Version ?? 0)] }, now);
    }

    /// <summary>The app was taken away from the person.</summary>
    public static void Drop(IDecisions decisions, string person, DateTimeOffset now)
    {
        if (decisions.FindRegistered(Kind, person) is not { } entry) return;
        decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("teams"), "teams-removed", person, "", AuditEvent.Done)) { Register = [new RegisterChange(Kind, person, null, entry.Version)] }, now);
    }
}
