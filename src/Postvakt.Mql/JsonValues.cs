using System.Text.Json;

namespace Postvakt.Mql;

/// <summary>JSON as values of rules.</summary>
public static class JsonValues
{
    /// <summary>Objects become maps; a number that is no whole one of 64 bits is a fraction.</summary>
    public static MqlValue Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new MqlMap();
                foreach (var property in element.EnumerateObject()) map[property.Name] = Of(property.Value);
                return MqlValue.Of(map);
            case JsonValueKind.Array:
                return MqlValue.Of(new MqlArray([.. element.EnumerateArray().Select(Of)]));
            case JsonValueKind.String:
                return TextOf(element);
            case JsonValueKind.Number:
                return element.TryGetInt64(out var whole) ? MqlValue.Of(whole) : element.TryGetDouble(out var number) ? MqlValue.Of(number) : MqlValue.Null;
            case JsonValueKind.True or JsonValueKind.False:
                return MqlValue.Of(element.GetBoolean());
            default:
                return MqlValue.Null;
        }
    }

    private static MqlValue TextOf(JsonElement element)
    {
        try
        {
            return MqlValue.Of(element.GetString());
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            return MqlValue.Null;
        }
    }
}
