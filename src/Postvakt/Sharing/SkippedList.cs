namespace Postvakt.Sharing;

/// <summary>What was not taken so far: as many as are told stand in it, the others are counted.</summary>
internal sealed class SkippedList
{
    private readonly List<Skipped> _told = [];

    public int Count { get; private set; }

    public void Add(string what, string why)
    {
        Count++;
        if (_told.Count < SharedReading.MaxSkipped) _told.Add(new Skipped(what.Length > 200 ? what[..200] : what, why.Length > 200 ? why[..200] : why));
    }

    public SharedReading With(IReadOnlyList<SharedReport> reports) => new(reports, _told, null) { SkippedCount = Count };
}
