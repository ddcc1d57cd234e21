using System.Text.Json;
using System.Text.Unicode;

namespace Postvakt.Server.Taxii;

/// <summary>Objects that a partner hands in, as far as they are told apart before anybody reads them.</summary>
/// <param name="Taken">Objects with a type and an id.</param>
/// <param name="Fault">Why it is no envelope, or null.</param>
internal sealed record TaxiiHandIn(int Taken, IReadOnlyList<TaxiiRefusal> Refused, string? Fault)
{
    /// <summary>Objects of one request. 5,000: 4 MiB of them.</summary>
    private const int MaxObjects = 5_000;

    public static TaxiiHandIn Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span)) return Wrong("no UTF-8");
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("objects", out var objects) || objects.ValueKind != JsonValueKind.Array || objects.GetArrayLength() == 0) return Wrong("an envelope has a list of objects");
            if (objects.GetArrayLength() > MaxObjects) return Wrong(FormattableString.Invariant($"at most {MaxObjects} objects at once"));
            var (taken, refused, place) = (0, new List<TaxiiRefusal>(), 0);
            foreach (var thing in objects.EnumerateArray())
            {
                place++;
                if (Text(thing, "id") is { Length: > 0 and <= 200 } && Text(thing, "type").Length > 0) taken++;
                else refused.Add(new TaxiiRefusal(FormattableString.Invariant($"object {place}"), "no type or no id"));
            }
            // Told are a hundred, the others are counted: an entry of the register is small.
            return new TaxiiHandIn(taken, refused.Count > TaxiiStatus.MaxRefused ? [.. refused.Take(TaxiiStatus.MaxRefused)] : refused, null);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter: a name that holds half of a character ("\ud800").
            return Wrong("no JSON that can be read");
        }
    }

    private static TaxiiHandIn Wrong(string fault) => new(0, [], fault);

    private static string Text(JsonElement thing, string name) => thing.ValueKind == JsonValueKind.Object && thing.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetRawText() is { Length: <= 400 } raw && !raw.Contains('\\', StringComparison.Ordinal) ? raw.Trim('"') : "";
}
