using System.Globalization;
using System.Text;
using System.Text.Json;
using Postvakt.Events;

namespace Postvakt.Tests.Events;

/// <summary>docs/events.md below its mark is written from the catalogue and by the writers. POSTVAKT_WRITE_DOCS=1 writes it anew.</summary>
public sealed class EventDocumentTests
{
    private const string Mark = "<!-- From here on written by EventDocumentTests. -->\n";

    [Fact]
    public void Document_IsWhatTheCodeDoes()
    {
        var path = Checkout.At("docs", "events.md");
        var text = File.ReadAllText(path);
        var head = text[..(text.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        if (Environment.GetEnvironmentVariable("POSTVAKT_WRITE_DOCS") is { Length: > 0 }) File.WriteAllText(path, text = head + Written());
        Assert.Equal(head + Written(), text);
    }

    private static string Written()
    {
        var text = new StringBuilder("\n## Types\n\n| Event | Version | Severity | Delivery | Audit action | Subject | OCSF | ECS | ATT&CK | Meaning |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var t in EventCatalogue.All)
            text.Append(CultureInfo.InvariantCulture, $"| `{t.Id}` | {t.Version} | {t.Severity.ToString().ToLowerInvariant()} | {(t.IsSure ? "at least once" : "best effort")} | {t.Action} | {t.Subject} | {t.Class.Uid} {t.Class.Name}, {t.Activity} {t.Class.Activities[t.Activity]} | {t.Category}: {string.Join(", ", t.Kinds)} | {string.Join(", ", t.Attack)} | {t.Meaning} |\n");
        text.Append("\n## Examples\n\nOne of each class of OCSF, as the writers write it; lines are broken here for reading.\n");
        foreach (var type in EventCatalogue.All.GroupBy(t => t.Class.Uid).OrderBy(g => g.Key).Select(g => g.First()))
        {
            var what = EventSamples.Of(type);
            text.Append(CultureInfo.InvariantCulture, $"\n### {type.Id}\n\nECS:\n\n```json\n{Broken(EventFormat.Ecs, what)}\n```\n\nOCSF:\n\n```json\n{Broken(EventFormat.Ocsf, what)}\n```\n");
        }
        return text.ToString();
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Broken(EventFormat format, SecurityEvent what)
    {
        using var json = JsonDocument.Parse(format.Line(what));
        return JsonSerializer.Serialize(json.RootElement, Indented);
    }
}
