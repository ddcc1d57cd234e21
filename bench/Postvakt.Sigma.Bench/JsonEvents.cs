using System.Globalization;
using System.Text.Json;

namespace Postvakt.Sigma.Bench;

/// <summary>Events of a file of JSON lines with flat fields, as security datasets are published.</summary>
internal static class JsonEvents
{
    public static List<SigmaEvent> Read(string path)
    {
        var events = new List<SigmaEvent>();
        foreach (var line in File.ReadLines(path))
        {
            if (line.Length == 0) continue;
            using var json = JsonDocument.Parse(line);
            var one = new SigmaEvent { Token = events.Count };
            foreach (var field in json.RootElement.EnumerateObject())
            {
                // SourceName is what the form calls the provider.
                var name = string.Intern(field.Name switch { "SourceName" => "Provider_Name", "Hostname" => "Computer", var other => other });
                if (name == "Message") one.Text = field.Value.GetString().AsMemory();
                else if (field.Value.ValueKind == JsonValueKind.Number && field.Value.TryGetInt64(out var number)) one.Add(name, number);
                else if (field.Value.ValueKind == JsonValueKind.Null) one.AddNull(name);
                else one.Add(name, field.Value.ToString());
                if (name == "TimeCreated" && DateTimeOffset.TryParse(field.Value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) one.Time = time;
            }
            events.Add(one);
        }
        return events;
    }
}
