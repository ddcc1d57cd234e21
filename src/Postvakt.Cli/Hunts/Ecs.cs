using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Postvakt.Hunts;

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

    /// <summary>What an attack left, where, and of which techniques.</summary>
    public static void Traced(Utf8JsonWriter json, ITraced what, string person, IReadOnlyList<string> techniques)
    {
        if (techniques.Count > 0)
        {
            json.WriteStartObject("threat");
            json.WriteString("framework", "MITRE ATT&CK");
            json.WriteStartObject("technique");
            Texts(json, "id", techniques);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        if (what.Host.Length > 0) One(json, "host", "name", what.Host);
        if (person.Length > 0) One(json, "user", "name", person);
        json.WriteStartObject("related");
        Texts(json, "hosts", Values(what, TraitKind.Host));
        Texts(json, "user", Values(what, TraitKind.Person));
        Texts(json, "hash", Values(what, TraitKind.Hash));
        Texts(json, "ip", Values(what, TraitKind.Address));
        json.WriteEndObject();
        if (Values(what, TraitKind.File).FirstOrDefault() is { } name) One(json, "file", "name", name);
        if (Values(what, TraitKind.Url).FirstOrDefault() is { } url) One(json, "url", "original", url);
        if (Values(what, TraitKind.MessageId).FirstOrDefault() is { } id) One(json, "email", "message_id", id);
    }

    public static IEnumerable<string> Values(ITraced what, TraitKind kind) => what.Traits.Where(t => t.Kind == kind).Select(t => t.Value);

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
