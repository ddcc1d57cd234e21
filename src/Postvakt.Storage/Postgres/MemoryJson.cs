using System.Text.Json;
using Postvakt.Memory;

namespace Postvakt.Storage.Postgres;

/// <summary>Questions and experiences as the documents that the store's functions take.</summary>
internal static class MemoryJson
{
    public static string Of(Question question) => Write(json =>
    {
        json.WriteNumber("at", question.At);
        json.WriteNumber("id", question.Id);
        json.WriteNumber("subject", question.Subject);
        json.WriteString("author", PostgresText.Key(question.Author));
        json.WriteNumber("name", question.AuthorName);
        Numbers(json, "parents", question.Parents);
        json.WriteStartArray("quotes");
        foreach (var quote in question.Quotes)
        {
            json.WriteStartArray();
            foreach (var print in quote) json.WriteNumberValue(print);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        Texts(json, "recipients", question.Recipients);
        Texts(json, "hosts", question.Hosts.Concat(question.QuotedHosts));
        Numbers(json, "signals", question.Signals);
    });

    public static string Of(Experience experience) => Write(json =>
    {
        var question = experience.Question;
        json.WriteNumber("at", question.At);
        json.WriteNumber("id", question.Id);
        json.WriteNumber("subject", question.Subject);
        json.WriteString("author", PostgresText.Key(question.Author));
        json.WriteNumber("name", question.AuthorName);
        json.WriteNumber("standing", (int)experience.Standing);
        json.WriteNumber("conversation", experience.Conversation);
        json.WriteNumber("replies", experience.Replies);
        Numbers(json, "prints", experience.Prints);
        Numbers(json, "kinds", experience.Habits.Select(h => (long)h.Kind));
        Numbers(json, "values", experience.Habits.Select(h => h.Value));
        Texts(json, "hosts", question.Hosts);
        Texts(json, "recipients", question.Recipients);
        Numbers(json, "referenced", experience.Referenced);
        Numbers(json, "signals", experience.Signals);
        if (experience.Label is { } label) json.WriteString("label", PostgresText.Clean(label));
    });

    public static string Write(Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream(1_024);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<long> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(PostgresText.Key(value));
        json.WriteEndArray();
    }
}
