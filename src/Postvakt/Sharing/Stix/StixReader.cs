using System.Text.Json;

namespace Postvakt.Sharing.Stix;

/// <summary>Reads STIX 2.1: a bundle, or what a TAXII server answers. Broken input is a reading with a fault; what is not understood is told, never guessed.</summary>
public static class StixReader
{
    public static SharedReading Read(ReadOnlyMemory<byte> bytes, ReadingLimits? limits = null)
    {
        limits ??= ReadingLimits.Default;
        using var document = ForeignJson.Parse(bytes, limits, out var fault);
        if (document is null) return SharedReading.Broken(fault);
        // TAXII 2.1, 3.7: an envelope has objects and no type; an empty one has none.
        if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.Text("type", 20) is not ("bundle" or "")) return SharedReading.Broken("neither a STIX bundle nor a TAXII envelope");
        if (document.RootElement.Text("spec_version", 10) == "2.0") return SharedReading.Broken("STIX 2.0; only 2.1 is read");
        var objects = document.RootElement.Find("objects", JsonValueKind.Array);
        if (objects is { } list && list.GetArrayLength() > limits.MaxObjects) return SharedReading.Broken(FormattableString.Invariant($"more than {limits.MaxObjects} objects"));
        var skipped = new SkippedList();
        return skipped.With(new StixObjects(objects is { } all ? all.EnumerateArray() : [], skipped).Reports(limits));
    }
}
