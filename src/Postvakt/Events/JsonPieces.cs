using System.Text.Json;

namespace Postvakt.Events;

/// <summary>Pieces of JSON that leave out what is empty.</summary>
internal static class JsonPieces
{
    public static void Text(this Utf8JsonWriter json, string name, string value, int most = BoundText.Short)
    {
        if (value.Length > 0) json.WriteString(name, BoundText.Of(value, most));
    }

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        var begun = false;
        foreach (var value in values.Where(v => v.Length > 0).Take(EventFormats.MaxItems))
        {
            if (!begun) json.WriteStartArray(name);
            begun = true;
            json.WriteStringValue(BoundText.Of(value, BoundText.Short));
        }
        if (begun) json.WriteEndArray();
    }
}
