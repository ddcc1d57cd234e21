using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postvakt.Sharing;

/// <summary>JSON with one way to write it (RFC 8785), so that its digest is the same everywhere. Takes texts, whole numbers, truth, lists and objects: STIX ids need no more.</summary>
internal static class CanonicalJson
{
    public static byte[] Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case JsonObject thing:
                // RFC 8785, 3.2.3: by the UTF-16 units of the names.
                Join('{', thing.OrderBy(p => p.Key, StringComparer.Ordinal), '}', p =>
                {
                    Write(p.Key, text);
                    text.Append(':');
                    Write(p.Value, text);
                });
                break;
            case JsonArray list:
                Join('[', list, ']', item => Write(item, text));
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Write(value.GetValue<string>(), text);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                text.Append(value.GetValue<long>().ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValue value:
                text.Append(value.GetValue<bool>() ? "true" : "false");
                break;
            default:
                text.Append("null");
                break;
        }

        void Join<T>(char open, IEnumerable<T> items, char close, Action<T> write)
        {
            text.Append(open);
            var isFirst = true;
            foreach (var item in items)
            {
                if (!isFirst) text.Append(',');
                isFirst = false;
                write(item);
            }
            text.Append(close);
        }
    }

    /// <summary>RFC 8785, 3.2.2.2: only what must be escaped is.</summary>
    private static void Write(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }
        text.Append('"');
    }
}
