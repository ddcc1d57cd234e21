using System.Text.Json;

namespace Postvakt.Server.Directories.Graph;

/// <summary>Values of an answer; what is missing, null or of another kind is empty.</summary>
internal static class GraphJson
{
    public static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    public static string Text(JsonElement item, string outer, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(outer, out var value) ? Text(value, name) : "";

    public static IEnumerable<string> Texts(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!) : [];

    /// <summary>Only where it says so itself.</summary>
    public static bool IsFalse(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;
}
