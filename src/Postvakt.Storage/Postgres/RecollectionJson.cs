using System.Text.Json;
using Postvakt.Memory;

namespace Postvakt.Storage.Postgres;

/// <summary>Reads the document that answers a question. Rows are arrays in the order of the function that made them.</summary>
internal static class RecollectionJson
{
    public static Recollection Read(JsonElement root, Question question, MemoryDepth depth) => new()
    {
        Depth = depth,
        Self = Message(root.GetProperty("self")),
        Parents = [.. root.GetProperty("parents").EnumerateArray().Select(m => Message(m)!.Value)],
        Quotes = Quotes(root.GetProperty("quotes"), question),
        Conversations = [.. root.GetProperty("conversations").EnumerateArray().Select(Conversation)],
        ReferencedConversation = root.GetProperty("referenced").GetInt64(),
        Author = root.GetProperty("author") is { ValueKind: JsonValueKind.Array } a
            ? new KnownPerson(a[0].GetInt64(), question.Author, a[1].GetInt32(), a[2].GetInt64(), a[3].GetInt64()) : null,
        DomainMessages = root.GetProperty("domain").GetInt32(),
        Habits = Habits(root.GetProperty("habits")),
        Common = Habits(root.GetProperty("common")),
        SameName = [.. root.GetProperty("names").EnumerateArray().Select(n => new KnownPerson(n[0].GetInt64(), Text(n[1]), n[2].GetInt32(), 0, n[3].GetInt64()))],
        Relations = [.. root.GetProperty("relations").EnumerateArray().Select(r => new Relation(r[0].GetInt32(), r[1].GetInt32()))],
        Hosts = root.GetProperty("hosts").EnumerateArray().ToDictionary(h => Text(h[0]),
            h => new KnownHost(Text(h[0]), h[1].GetInt64(), h[2].GetInt64(), h[3].GetInt32(), h[4].GetInt32()), StringComparer.Ordinal),
        Signals = [.. root.GetProperty("signals").EnumerateArray().Select(hits => (IReadOnlyList<SignalHit>)
            [.. hits.EnumerateArray().Select(h => new SignalHit(h[0].GetInt64(), h[1].GetInt64(), h[2].GetInt64(), h[3].GetInt64()))])],
    };

    public static KnownMessage? Message(JsonElement row) => row.ValueKind != JsonValueKind.Array ? null
        : new KnownMessage(row[0].GetInt64(), row[1].GetInt64(), row[2].GetInt64(), row[3].GetInt64(), (Standing)row[4].GetInt32());

    private static QuoteMatch[] Quotes(JsonElement rows, Question question) =>
        [.. rows.EnumerateArray().Select((q, i) => question.Quotes[i].Length == 0 ? default
            : new QuoteMatch(q[0].GetInt32(), q[1].GetInt32(), q[2].GetInt32(), q[3].GetInt32(), Message(q[4]), Text(q[5])))];

    private static KnownConversation Conversation(JsonElement c) => new(
        c[0].GetInt64(), c[1].GetInt64(), c[2].GetInt64(), c[3].GetInt64(), c[4].GetInt32(), c[5].GetInt32(),
        [.. c[6].EnumerateArray().Select(p => new KnownParticipant(p[0].GetInt64(), Text(p[1]), p[2].GetInt32()))]);

    private static Habit[] Habits(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(h => new Habit((HabitKind)h[0].GetInt32(), h[1].GetInt64(), h[2].GetInt32(), h[3].GetInt64()))];

    private static string Text(JsonElement value) => value.GetString() ?? "";
}
