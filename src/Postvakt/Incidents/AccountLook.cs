using System.Text.Json;
using Postvakt.Jobs;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>What was found in the mailbox of an account that seems taken over; an entry of the register, promised by a job.</summary>
/// <param name="Person">Id in the directory.</param>
/// <param name="Address">Primary address, or empty where the directory no longer knows the person.</param>
/// <param name="At">When it was last tried; null: not yet.</param>
/// <param name="Looked">Whether the rules could be read; false never means that there is nothing.</param>
/// <param name="Why">Key of the sentence that says why not, or empty.</param>
public sealed record AccountLook(string Person, string Address, DateTimeOffset? At, bool Looked, string Why, IReadOnlyList<AccountFinding> Findings)
{
    /// <summary>Kind of the job and of the entry.</summary>
    public const string Kind = "account-look";

    public static AccountLook? Find(IRegister register, string person) => register.FindRegistered(Kind, person) is { } entry ? Of(entry) : null;

    /// <summary>Throws <see cref="JsonException"/> for an entry that is none.</summary>
    public static AccountLook Of(RegisterEntry entry) => JsonSerializer.Deserialize<AccountLook>(entry.Json) ?? throw new JsonException("an empty look");

    public Job Job(DateTimeOffset now) => new(Kind, Person, "{}", now);

    public RegisterChange Change(long version) => new(Kind, Person, JsonSerializer.Serialize(this), version) { Keys = ["person:" + Person] };
}
