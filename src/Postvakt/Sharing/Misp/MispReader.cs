using System.Text.Json;

namespace Postvakt.Sharing.Misp;

/// <summary>Reads events of MISP: one, or a list as a server answers it. Broken input is a reading with a fault.</summary>
public static class MispReader
{
    public static SharedReading Read(ReadOnlyMemory<byte> bytes, ReadingLimits? limits = null)
    {
        limits ??= ReadingLimits.Default;
        using var document = ForeignJson.Parse(bytes, limits, out var fault);
        if (document is null) return SharedReading.Broken(fault);
        var events = Events(document.RootElement).ToArray();
        if (events.Length == 0) return SharedReading.Broken("no MISP event");
        if (events.Sum(Count) > limits.MaxObjects) return SharedReading.Broken(FormattableString.Invariant($"more than {limits.MaxObjects} attributes"));
        var skipped = new SkippedList();
        return skipped.With([.. events.Select(e => new MispObjects(e, skipped).Report())]);
    }

    /// <summary>"Event" alone, a list of such, or either below "response".</summary>
    private static IEnumerable<JsonElement> Events(JsonElement root)
    {
        if (root.Find("response", JsonValueKind.Array) is { } list) root = list;
        else if (root.Find("response", JsonValueKind.Object) is { } inner) root = inner;
        var all = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root];
        return all.Select(e => e.Find("Event", JsonValueKind.Object)).OfType<JsonElement>();
    }

    private static int Count(JsonElement told) => told.Items("Attribute").Count() + told.Items("Object").Sum(o => 1 + o.Items("Attribute").Count());
}
