using System.Text.Json;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Storage.Records;

namespace Postvakt.Storage.Postgres;

/// <summary>A ledger entry as the document that the store's function takes, and back.</summary>
internal static class RecordJson
{
    /// <param name="expires">When the record goes.</param>
    public static string Of(LedgerEntry entry, DateTimeOffset expires) => MemoryJson.Write(json =>
    {
        json.WriteString("id", PostgresText.Key(entry.Answer.Id));
        json.WriteNumber("at", entry.At.ToUnixTimeSeconds());
        json.WriteNumber("expires", expires.ToUnixTimeSeconds());
        json.WriteNumber("verdict", (int)entry.Answer.Verdict);
        json.WriteNumber("applied", (int)entry.Answer.Applied);
        json.WriteNumber("intended", (int)entry.Intended);
        json.WriteNumber("score", entry.Answer.Score);
        json.WriteString("listener", PostgresText.Clean(entry.Listener));
        json.WriteString("sender", PostgresText.Clean(entry.From));
        json.WriteString("message_id", PostgresText.Clean(entry.MessageId));
        json.WriteString("campaign", PostgresText.Clean(entry.Campaign));
        json.WriteStartArray("findings");
        foreach (var finding in entry.Findings)
            Row(json, finding.Id, finding.Title, (int)finding.Severity, finding.Source, string.Join(' ', finding.Attack));
        json.WriteEndArray();
        json.WriteStartArray("indicators");
        foreach (var indicator in entry.Indicators) Row(json, indicator.Type, indicator.Value);
        json.WriteEndArray();
        json.WriteStartArray("jobs");
        foreach (var job in entry.Jobs) Row(json, job.Kind, job.Subject, job.Payload, job.DueAt.ToUnixTimeMilliseconds());
        json.WriteEndArray();
        json.WriteStartArray("terms");
        foreach (var term in entry.Terms) json.WriteNumberValue(term);
        json.WriteEndArray();
        json.WriteNumber("terms_at", RecordPeople.TermsAt(entry));
        if (entry.Held is { } held) Held(json, held);
    });

    public static LedgerEntry Entry(string columns, byte[] data, string org, QuarantineItem? held)
    {
        using var document = JsonDocument.Parse(columns);
        var root = document.RootElement;
        string Text(string name) => root.GetProperty(name).GetString() ?? "";
        int Number(string name) => root.GetProperty(name).GetInt32();
        return RecordData.Unpack(data, new RecordColumns(org, Text("id"), (Verdict)Number("verdict"), (Disposition)Number("applied"),
            (Disposition)Number("intended"), root.GetProperty("score").GetDouble(), Text("listener"), Text("sender"), Text("message_id"), Text("campaign"))
        {
            Findings = [.. root.GetProperty("findings").EnumerateArray().Select(f => new Finding(f[0].GetString() ?? "", f[1].GetString() ?? "",
                (Severity)f[2].GetInt32(), f[3].GetString() ?? "", [], (f[4].GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)))],
            Indicators = [.. root.GetProperty("indicators").EnumerateArray().Select(i => new Indicator(i[0].GetString() ?? "", i[1].GetString() ?? ""))],
            Held = held,
            Revised = root.GetProperty("revised") is { ValueKind: JsonValueKind.Number } revised ? (Verdict)revised.GetInt32() : null,
        });
    }

    private static void Held(Utf8JsonWriter json, QuarantineItem item)
    {
        json.WriteStartObject("held");
        json.WriteString("id", item.Id);
        json.WriteNumber("held", item.HeldAt.ToUnixTimeMilliseconds());
        json.WriteNumber("expires", item.ExpiresAt.ToUnixTimeMilliseconds());
        json.WriteNumber("state", (int)item.State);
        json.WriteNumber("version", item.Version);
        json.WriteString("mail_from", PostgresText.Clean(item.MailFrom));
        json.WriteStartArray("recipients");
        foreach (var recipient in item.Recipients) json.WriteStringValue(PostgresText.Clean(recipient));
        json.WriteEndArray();
        json.WriteNumber("size", item.Size);
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, params object[] cells)
    {
        json.WriteStartArray();
        foreach (var cell in cells)
        {
            if (cell is string text) json.WriteStringValue(PostgresText.Clean(text));
            else json.WriteNumberValue(Convert.ToInt64(cell, System.Globalization.CultureInfo.InvariantCulture));
        }
        json.WriteEndArray();
    }
}
