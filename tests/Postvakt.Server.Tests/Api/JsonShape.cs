using System.Text.Json;

namespace Postvakt.Server.Tests.Api;

/// <summary>Whether two JSON values have the same members of the same kinds.</summary>
internal static class JsonShape
{
    /// <summary>What differs, a line each: a member missing or one too many, another kind, a list that is empty in one of them only. Lists of texts and numbers may have any length.</summary>
    public static IEnumerable<string> Differences(JsonElement documented, JsonElement answered, string at = "answer")
    {
        if (KindOf(documented) != KindOf(answered)) return [$"{at} is {KindOf(answered)}, not {KindOf(documented)}"];
        return documented.ValueKind switch
        {
            JsonValueKind.Object => Members(documented, answered, at),
            JsonValueKind.Array => Items([.. documented.EnumerateArray()], [.. answered.EnumerateArray()], at),
            _ => [],
        };
    }

    private static IEnumerable<string> Members(JsonElement documented, JsonElement answered, string at)
    {
        var (expected, found) = (documented.EnumerateObject().ToDictionary(m => m.Name, m => m.Value), answered.EnumerateObject().ToDictionary(m => m.Name, m => m.Value));
        return expected.Keys.Except(found.Keys).Select(name => $"{at}.{name} is documented and not answered")
            .Concat(found.Keys.Except(expected.Keys).Select(name => $"{at}.{name} is answered and not documented"))
            .Concat(expected.Keys.Intersect(found.Keys).SelectMany(name => Differences(expected[name], found[name], $"{at}.{name}")));
    }

    private static IEnumerable<string> Items(JsonElement[] documented, JsonElement[] answered, string at)
    {
        if (documented.Length == 0) return answered.Length == 0 ? [] : [$"{at} is documented as empty and has {answered.Length}"];
        if (documented[0].ValueKind == JsonValueKind.Object && answered.Length == 0) return [$"{at} is empty"];
        return answered.SelectMany((item, i) => Differences(documented[0], item, $"{at}[{i}]"));
    }

    private static string KindOf(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? "Boolean" : value.ValueKind.ToString();
}
