using System.Text.Json;
using Postvakt.Jobs;

namespace Postvakt.Quarantine;

/// <summary>What the worker that tells people must know; the payload of its job.</summary>
/// <param name="Address">Who is told.</param>
/// <param name="Key">Of the sentence.</param>
public sealed record PersonalNotice(string Address, string Key)
{
    public const string Kind = "notice";

    /// <summary>What stands before the address in the name of an actor who is a person of the Directory.</summary>
    public const string Person = "person:";

    public static Job Job(string id, string address, string key, DateTimeOffset due) => new(Kind, id, JsonSerializer.Serialize(new PersonalNotice(address, key)), due);

    /// <summary>Throws <see cref="JsonException"/> for a payload that is none.</summary>
    public static PersonalNotice Of(Job job) => JsonSerializer.Deserialize<PersonalNotice>(job.Payload) ?? throw new JsonException("an empty notice");
}
