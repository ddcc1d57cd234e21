using System.Text.Json;
using Postvakt.Sharing;

namespace Postvakt.Server.Taxii;

/// <summary>A collection: what partners read, or where they hand in.</summary>
/// <param name="Alias">Stands for the id in addresses (TAXII 2.1, 5.1).</param>
internal sealed record TaxiiCollection(string Alias, string Title, string Description, bool MayRead, bool MayWrite)
{
    /// <summary>The same on every node and after every start.</summary>
    public string Id { get; } = StableId.Ours("taxii-collection", Alias).ToString();

    public static TaxiiCollection Published { get; } = new("published", "Published", "Incidents and campaigns that somebody published to partners", true, false);

    public static TaxiiCollection Inbox(bool isOpen) => new("inbox", "Inbox", isOpen ? "Partners hand in here what they found" : "Takes nothing: no inbox is configured", false, isOpen);

    /// <summary>By id or alias, or null.</summary>
    public static TaxiiCollection? Find(string name, bool isOpen) => new[] { Published, Inbox(isOpen) }.FirstOrDefault(c => c.Alias == name || c.Id.Equals(name, StringComparison.OrdinalIgnoreCase));

    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id", Id);
        json.WriteString("title", Title);
        json.WriteString("description", Description);
        json.WriteString("alias", Alias);
        json.WriteBoolean("can_read", MayRead);
        json.WriteBoolean("can_write", MayWrite);
        json.WriteStartArray("media_types");
        json.WriteStringValue(TaxiiMedia.Stix);
        json.WriteEndArray();
    }
}
