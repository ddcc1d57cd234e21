using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Postvakt.Sharing;

/// <summary>Reads JSON that others wrote: whatever is missing or of another kind is a value.</summary>
internal static class ForeignJson
{
    /// <summary>The document, or null and why not.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> bytes, ReadingLimits limits, out string fault)
    {
        fault = "";
        if (bytes.Length > limits.MaxBytes)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"larger than {limits.MaxBytes} bytes");
            return null;
        }
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        // RFC 8259, 8.1: else a text could not be read out later.
        if (!Utf8.IsValid(bytes.Span))
        {
            fault = "no UTF-8";
            return null;
        }
        try
        {
            // Two properties of one name: programs differ in which they take, so such a file says two things.
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = limits.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"no JSON that can be read, line {(e.LineNumber ?? 0) + 1}");
            return null;
        }
        catch (InvalidOperationException)
        {
            // Names are compared with each other, and one that holds half of a character ("\ud800") cannot be.
            fault = "a name in it is no text";
            return null;
        }
    }

    public static JsonElement? Find(this JsonElement element, string name, JsonValueKind kind) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var found) && found.ValueKind == kind ? found : null;

    /// <summary>A text on one line, or empty.</summary>
    /// <param name="max">Characters; a longer one is cut.</param>
    public static string Text(this JsonElement element, string name, int max) => element.Find(name, JsonValueKind.String) is { } found ? Line(TextOf(found), max) : "";

    /// <summary>A text as it stands, or null where it is missing or longer.</summary>
    public static string? Whole(this JsonElement element, string name, int max) => element.Find(name, JsonValueKind.String) is { } found && TextOf(found) is var text && text.Length <= max ? text : null;

    /// <summary>Texts of a list; anything else in it is left out.</summary>
    public static IEnumerable<string> Texts(this JsonElement element, string name, int max) => element.Items(name).Where(i => i.ValueKind == JsonValueKind.String).Select(TextOf).Where(t => t.Length <= max);

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Find(name, JsonValueKind.Array) is { } list ? list.EnumerateArray() : [];

    /// <summary>A whole number, or null.</summary>
    public static long? Number(this JsonElement element, string name) => element.Find(name, JsonValueKind.Number) is { } found && found.TryGetInt64(out var number) ? number : null;

    /// <summary>Without control characters, which a page or terminal might obey.</summary>
    public static string Line(string text, int max)
    {
        text = text.Length > max ? text[..max] : text;
        return text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? ' ' : c)]) : text;
    }

    /// <summary>A text may hold half a surrogate pair ("\ud800"), which no text of ours may: it stays as it is written.</summary>
    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText().Trim('"');
        }
    }
}
