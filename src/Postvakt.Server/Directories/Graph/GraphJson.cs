using System.Text.Json;

namespace Postvakt.Server.Directories.Graph;

/// <summary>Values of an answer; what is missing, null or of another kind is empty.</summary>
internal static class GraphJson
{
    public static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? Text(value) : "";

    public static string Text(JsonElement item, string outer, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(outer, out var value) ? Text(value, name) : "";

    public static IEnumerable<string> Texts(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(Text).Where(t => t.Length > 0) : [];

    private static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return "";
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a character, "\ud83d": no text.
            return "";
        }
    }

    /// <summary>Only where it says so itself.</summary>
    public static bool IsFalse(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.False;
}
