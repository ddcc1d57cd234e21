using System.Text.Json;

namespace Postvakt.Server.Feeds;

/// <summary>What a TAXII server writes around objects (TAXII 2.1, 3.7), and the lists by which a collection is found; broken input is a value.</summary>
internal static class TaxiiEnvelope
{
    /// <summary>Characters of "next", and of names. 2,000: it stands in an address.</summary>
    private const int MaxText = 2_000;

    /// <summary>Collections that are looked at. 1,000.</summary>
    private const int MaxCollections = 1_000;

    /// <summary>Whether there is more, and where; null for what is no envelope.</summary>
    public static (bool More, string Next)? Read(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object) return null;
        var root = json.RootElement;
        if (root.TryGetProperty("objects", out var objects) && objects.ValueKind != JsonValueKind.Array) return null;
        return (root.TryGetProperty("more", out var more) && more.ValueKind == JsonValueKind.True, Text(root, "next"));
    }

    /// <summary>The API root that a discovery names, or empty where the answer is none.</summary>
    public static string RootOf(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object) return "";
        if (Text(json.RootElement, "default") is { Length: > 0 } usual) return usual;
        return json.RootElement.TryGetProperty("api_roots", out var roots) && roots.ValueKind == JsonValueKind.Array && roots.GetArrayLength() == 1 ? Text(roots[0]) : "";
    }

    /// <summary>Collections that may be read: id, alias, title; null for what is no list.</summary>
    public static IReadOnlyList<(string Id, string Alias, string Title)>? Collections(ReadOnlyMemory<byte> body)
    {
        using var json = Parse(body);
        if (json is null || json.RootElement.ValueKind != JsonValueKind.Object) return null;
        if (!json.RootElement.TryGetProperty("collections", out var list)) return [];
        return list.ValueKind != JsonValueKind.Array ? null
            : [.. list.EnumerateArray().Take(MaxCollections).Where(c => c.ValueKind == JsonValueKind.Object && !(c.TryGetProperty("can_read", out var may) && may.ValueKind == JsonValueKind.False)).Select(c => (Text(c, "id"), Text(c, "alias"), Text(c, "title"))).Where(c => c.Item1.Length > 0)];
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32, AllowDuplicateProperties = false });
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter: a name that holds half of a character ("\ud800") is no name that could be compared with others.
            return null;
        }
    }

    private static string Text(JsonElement thing, string name) => thing.TryGetProperty(name, out var value) ? Text(value) : "";

    private static string Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaxText } text && !text.Any(char.IsControl) ? text : "";
        }
        catch (InvalidOperationException)
        {
            // Half of a character: no text.
            return "";
        }
    }
}
