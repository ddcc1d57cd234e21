namespace Postvakt.Incidents;

/// <summary>How far the erasure of a person from the register is, and what it did.</summary>
/// <param name="Kind">Place in <see cref="TraceKind.All"/> where it goes on.</param>
/// <param name="Before">Id in that kind below which it goes on, or empty.</param>
/// <param name="Dropped">Entries that were about the person, and are gone.</param>
/// <param name="Renamed">Entries about something else that no longer name the person.</param>
/// <param name="Left">Entries of sweeps that are under way: they go when the erasure is asked for again, once those are over.</param>
public sealed record ErasedTraces(int Kind, string Before, int Dropped, int Renamed, int Left)
{
    public static readonly ErasedTraces None = new(0, "", 0, 0, 0);

    public bool IsDone => Kind >= TraceKind.All.Count;
}
