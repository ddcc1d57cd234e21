using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Advisories;

/// <summary>One person's copy of an advisory: there is one, however often it is sent.</summary>
/// <param name="Way">"mail", "bot" or "channel".</param>
/// <param name="Person">Id in the Directory; empty for the channel.</param>
/// <param name="Address">Address it goes to, or empty.</param>
/// <param name="Why">What was said against it, or empty.</param>
public sealed record AdvisoryDelivery(string Advisory, string Way, string Person, string Address, DeliveryState State, string Why)
{
    public const string Kind = "advisory-delivery";

    /// <summary>Kind of the job that delivers it; its subject is <see cref="Id"/>.</summary>
    public const string JobKind = "advisory-delivery";

    /// <summary>Characters of what was said against one that are kept.</summary>
    private const int MaxWhy = 200;

    public string Id => IdOf(Advisory, Way, Person);

    public static string IdOf(string advisory, string way, string person) => $"{advisory}/{way}/{person}";

    public static AdvisoryDelivery Of(RegisterEntry entry) => JsonSerializer.Deserialize<AdvisoryDelivery>(entry.Json) ?? throw new JsonException("an empty delivery");

    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this with { Why = Why.Length > MaxWhy ? Why[..MaxWhy] : Why }), version) { Keys = [.. Keys()] };

    private IEnumerable<string> Keys()
    {
        yield return "advisory:" + Advisory;
        if (Person.Length > 0) yield return "person:" + Person;
        if (State == DeliveryState.Waiting) yield return "waiting:" + Advisory;
    }
}
