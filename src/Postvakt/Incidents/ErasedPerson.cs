using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>Whom the register is to forget.</summary>
public sealed class ErasedPerson
{
    /// <summary>Stands where an address stood.</summary>
    public const string Instead = "[erased]";

    private readonly string[] _needles;

    /// <param name="id">In the Directory, or empty where it does not know the person.</param>
    /// <param name="addresses">All that are known.</param>
    public ErasedPerson(string id, IEnumerable<string> addresses)
    {
        (Id, Addresses) = (id, [.. addresses.Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)]);
        // As they stand in JSON, and as a long address stands in an id.
        _needles = [.. Addresses.Append(id).Where(n => n.Length > 0).Select(n => JsonEncodedText.Encode(n).Value), .. Addresses.Select(a => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(a))))];
    }

    public string Id { get; }

    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Whether it is one of the person's addresses.</summary>
    public bool Has(string address) => Addresses.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it is the person's id. Directories that know no ids take the address for one, and the Directory may have forgotten the person.</summary>
    public bool IsId(string id) => (Id.Length > 0 && Id.Equals(id, StringComparison.OrdinalIgnoreCase)) || Has(id);

    /// <summary>Cheap: whether an entry may name the person at all.</summary>
    public bool MayBeIn(RegisterEntry entry) => IsId(entry.Id) || _needles.Any(n => entry.Json.Contains(n, StringComparison.OrdinalIgnoreCase));

    /// <summary>A JSON object with <see cref="Instead"/> in place of each of the person's addresses; the same text where none stands in it.</summary>
    public string Without(string json)
    {
        var root = JsonNode.Parse(json);
        var changed = false;
        if (root is not null) Walk(root, ref changed);
        return changed ? root!.ToJsonString() : json;
    }

    private void Walk(JsonNode node, ref bool changed)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (name, value) in named.ToArray())
                {
                    if (value is JsonValue text && Replaced(text) is { } less) (named[name], changed) = (less, true);
                    else if (value is not null) Walk(value, ref changed);
                }
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue text && Replaced(text) is { } less) (list[i], changed) = (less, true);
                    else if (list[i] is { } value) Walk(value, ref changed);
                }
                break;
        }
    }

    private string? Replaced(JsonValue value)
    {
        if (!value.TryGetValue<string>(out var text)) return null;
        var less = Addresses.Aggregate(text, Replaced);
        return ReferenceEquals(less, text) ? null : less;
    }

    /// <summary>Whole addresses alone: ann@firm.example does not stand in joann@firm.example.</summary>
    private static string Replaced(string text, string address)
    {
        var (from, less) = (0, (StringBuilder?)null);
        for (var at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(address, at + address.Length, StringComparison.OrdinalIgnoreCase))
        {
            if (at > 0 && IsOfAddress(text[at - 1])) continue;
            var end = at + address.Length;
            if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '-' || (text[end] == '.' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1])))) continue;
            (less ??= new StringBuilder()).Append(text, from, at - from).Append(Instead);
            from = end;
        }
        return less is null ? text : less.Append(text, from, text.Length - from).ToString();
    }

    private static bool IsOfAddress(char one) => char.IsLetterOrDigit(one) || one is '.' or '_' or '%' or '+' or '-';
}
