using System.Buffers;
using System.Text;
using System.Text.Json;
using Postvakt.Detection;
using Postvakt.Intake;

namespace Postvakt.Cli.Output;

/// <summary>One judgement as one line of JSON: the contract of "scan --format json".</summary>
internal sealed class JsonLine
{
    private readonly ArrayBufferWriter<byte> _buffer = new(2048);

    /// <summary>UTF-8 with a line end. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(Judgement judgement, long elapsedMicroseconds)
    {
        _buffer.Clear();
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            Write(json, judgement);
            json.WriteNumber("elapsed_us", elapsedMicroseconds);
            json.WriteEndObject();
        }
        _buffer.Write("\n"u8);
        return _buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter json, Judgement judgement)
    {
        var message = judgement.Message;
        Text(json, "path", message.Path);
        json.WriteNumber("index", message.Index);
        Text(json, "message_id", message.Id);
        if (message.Date is { } date) json.WriteString("date", date);
        else json.WriteNull("date");
        Text(json, "from", message.From.ToString());
        Text(json, "subject", message.Subject.Raw);
        json.WriteString("verdict", judgement.Verdict.Name());
        json.WriteString("disposition", judgement.Disposition.Name());
        json.WriteNumber("score", Math.Round(judgement.Score, 4));
        Text(json, "summary", judgement.Summary);
        json.WriteStartArray("findings");
        foreach (var finding in judgement.Findings) Write(json, finding);
        json.WriteEndArray();
        json.WriteStartArray("indicators");
        foreach (var indicator in judgement.Indicators)
        {
            json.WriteStartObject();
            json.WriteString("type", indicator.Type);
            Text(json, "value", indicator.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("conversation");
        json.WriteBoolean("known", judgement.Match.Conversation is not null);
        json.WriteNumber("messages", judgement.Match.Conversation?.Messages ?? 0);
        json.WriteNumber("participants", judgement.Match.Conversation?.Participants.Count ?? 0);
        json.WriteEndObject();
        if (judgement.Campaign.Length > 0) Text(json, "campaign", judgement.Campaign);
        else json.WriteNull("campaign");
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("title", finding.Title);
        json.WriteString("severity", finding.Severity.Name());
        json.WriteString("source", finding.Source);
        json.WriteStartArray("evidence");
        foreach (var evidence in finding.Evidence)
        {
            json.WriteStartObject();
            Text(json, "where", evidence.Where);
            Text(json, "text", evidence.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("attack");
        foreach (var technique in finding.Attack) json.WriteStringValue(technique);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Text of a mail may hold lone surrogates, which JSON in UTF-8 cannot.</summary>
    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        foreach (var c in value)
        {
            if (!char.IsSurrogate(c)) continue;
            json.WriteString(name, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)));
            return;
        }
        json.WriteString(name, value);
    }
}
