using System.Text.Json;
using Postvakt.Memory;

namespace Postvakt.Storage.Postgres;

/// <summary>
/// This node's copy of what is asked with every mail and costs a sum over a table: domains of correspondents and the depth of Memory. It is
/// renewed with the next question when it is old, or Memory is still shallow.
/// </summary>
internal sealed class PostgresDomains(TimeProvider clock, TimeSpan age)
{
    /// <summary>Below so many trusted messages the depth weighs on findings and changes quickly: always asked.</summary>
    private const int Shallow = 1_000;
    private long _read;
    private bool _known;
    private long _trusted;
    private long _oldest;

    public IReadOnlyList<(string Domain, int Messages)> Top { get; private set; } = [];

    public bool AreDue => !_known || _trusted < Shallow || clock.GetElapsedTime(_read) >= age;

    public bool AreKnown => _known;

    public MemoryDepth Depth(long at) => new(_trusted, _oldest == 0 ? 0 : Math.Max(0, (at - _oldest) / 86400.0));

    public void Take(JsonElement found)
    {
        if (found.ValueKind != JsonValueKind.Object) return;
        _trusted = found.GetProperty("trusted").GetInt64();
        _oldest = found.GetProperty("oldest").GetInt64();
        (_known, _read) = (true, clock.GetTimestamp());
        var top = found.GetProperty("top").EnumerateArray().Select(d => (Domain: d[0].GetString() ?? "", Messages: d[1].GetInt32())).ToArray();
        // Readers prepare the list once for each new one: keep the old object while it says the same.
        if (!top.SequenceEqual(Top)) Top = top;
    }
}
