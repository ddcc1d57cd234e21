namespace Postvakt.Documents.Excel.Xlm;

/// <summary>
/// Which way one run goes where the answer cannot be told, or would be another on another machine. A run repeats the choices it is given and takes the
/// plausible one afterwards; the ways not taken become runs of their own.
/// </summary>
internal sealed class Decisions(IReadOnlyList<bool> given)
{
    /// <summary>Choices that open another way; later ones only follow what is plausible.</summary>
    private const int MaxChoices = 24;

    private readonly List<bool> _taken = [];

    public bool Decide(bool plausible)
    {
        var choice = _taken.Count < given.Count ? given[_taken.Count] : plausible;
        if (_taken.Count < MaxChoices) _taken.Add(choice);
        return choice;
    }

    /// <summary>The ways that this run passed by, nearest to its beginning first.</summary>
    public IEnumerable<IReadOnlyList<bool>> Others()
    {
        for (var i = given.Count; i < _taken.Count; i++) yield return [.. _taken.Take(i), !_taken[i]];
    }
}
