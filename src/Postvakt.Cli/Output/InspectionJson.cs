using System.Text;
using System.Text.Json;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Cli.Output;

/// <summary>One JSON object a line and file: the tree, its indicators, families.</summary>
internal sealed class InspectionJson(TextWriter output, bool withSource) : IInspectionWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(string path, DocumentReport report, TimeSpan elapsed)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("path", path);
            json.WriteString("severity", Name(report.Severity));
            json.WriteBoolean("complete", report.Complete);
            json.WritePropertyName("file");
            File(json, report.Root);
            json.WriteStartArray("indicators");
            foreach (var indicator in report.Indicators) Object(json, ("type", indicator.Type), ("value", indicator.Value), ("where", indicator.Where));
            json.WriteEndArray();
            json.WriteStartArray("families");
            foreach (var family in report.Families)
            {
                json.WriteStartObject();
                json.WriteString("family", family.Family);
                json.WriteNumber("confidence", family.Confidence);
                Strings(json, "reasons", family.Reasons);
                Strings(json, "attack", family.Attack);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("elapsed_us", (long)elapsed.TotalMicroseconds);
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    public void Finish() => output.Flush();

    private void File(Utf8JsonWriter json, InspectedFile file)
    {
        json.WriteStartObject();
        json.WriteString("name", file.Name);
        json.WriteString("kind", FileKindNames.Of(file.Kind));
        json.WriteNumber("size", file.Size);
        json.WriteString("sha256", file.Sha256);
        if (file.Locked) json.WriteBoolean("locked", true);
        if (file.Password is not null) json.WriteString("password", file.Password);
        if (file.Properties.Count > 0)
        {
            json.WriteStartObject("properties");
            foreach (var (key, value) in file.Properties) json.WriteString(key, value);
            json.WriteEndObject();
        }
        List(json, "findings", file.Findings, f =>
        {
            json.WriteStartObject();
            json.WriteString("id", f.Kind.Id);
            json.WriteString("title", f.Kind.Title);
            json.WriteString("severity", Name(f.Kind.Severity));
            json.WriteString("where", f.Where);
            json.WriteString("text", f.Text);
            Strings(json, "attack", f.Kind.Attack);
            json.WriteEndObject();
        });
        List(json, "modules", file.Modules, m =>
        {
            json.WriteStartObject();
            json.WriteString("name", m.Name);
            json.WriteString("stream", m.Stream);
            json.WriteString("language", Name(m.Language));
            if (m.Visibility.Length > 0) json.WriteString("visibility", m.Visibility);
            Strings(json, "entry_points", m.EntryPoints);
            Strings(json, "decoded", m.Decoded);
            if (withSource) json.WriteString("source", m.Source);
            json.WriteEndObject();
        });
        List(json, "effects", file.Effects, e => Object(json, ("effect", Name(e.Kind)), ("target", e.Target), ("other", e.Other), ("where", e.Where), ("call", e.Call)));
        List(json, "links", file.Links, l => Object(json, ("url", l.Url), ("where", l.Where)));
        List(json, "pictures", file.Pictures, p =>
        {
            json.WriteStartObject();
            json.WriteString("name", p.Name);
            json.WriteString("sha256", p.Sha256);
            if (p.Likeness is { } likeness) json.WriteString("likeness", likeness.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
        List(json, "files", file.Files, f => File(json, f));
        json.WriteEndObject();
    }

    private static void List<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> items, Action<T> write)
    {
        if (items.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private static void Object(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string Value)> values)
    {
        json.WriteStartObject();
        foreach (var (name, value) in values) json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>Words apart by a dash, lower case.</summary>
    internal static string Name<T>(T value) where T : struct, Enum
    {
        var name = new StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsUpper(c) && name.Length > 0) name.Append('-');
            name.Append(char.ToLowerInvariant(c));
        }
        return name.ToString();
    }
}
