using System.Text;
using System.Text.Json;
using Postvakt.Server.Checkups;

namespace Postvakt.Cli.Output;

/// <summary>What doctor found, for people and as one JSON object.</summary>
internal static class CheckupReport
{
    public static void WriteTable(TextWriter target, CheckState worst, IReadOnlyList<Check> checks)
    {
        foreach (var check in checks) target.WriteLine($"{Word(check.State),-8} {check.Name + ":",-16} {check.Sentence}");
        target.WriteLine(worst switch
        {
            CheckState.Broken => "Something is broken; see the lines above.",
            CheckState.Warning => "It works, with warnings; see the lines above.",
            _ => "All is well.",
        });
    }

    public static void WriteJson(TextWriter target, string folder, CheckState worst, IReadOnlyList<Check> checks)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("data", folder);
            json.WriteString("state", worst == CheckState.Note ? Word(CheckState.Ok) : Word(worst));
            json.WriteStartArray("checks");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("name", check.Name);
                json.WriteString("state", Word(check.State));
                json.WriteString("sentence", check.Sentence);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        target.WriteLine(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static string Word(CheckState state) => state switch
    {
        CheckState.Ok => "ok",
        CheckState.Note => "note",
        CheckState.Warning => "warning",
        _ => "broken",
    };
}
