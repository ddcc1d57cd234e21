using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Postvakt.Cli.Hunts;

/// <summary>Pieces of objects with the names of the Elastic Common Schema (ECS 8).</summary>
internal static class Ecs
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>One object a line.</summary>
    public static void Line(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
    }

    /// <summary>As Elastic's own rules number levels.</summary>
    public static int Severity(string level) => level switch { "critical" => 99, "high" => 73, "medium" => 47, "low" => 21, _ => 1 };

    public static void One(Utf8JsonWriter json, string name, string field, string value)
    {
        json.WriteStartObject(name);
        json.WriteString(field, value);
        json.WriteEndObject();
    }

    public static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static string Time(DateTime at) => at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
