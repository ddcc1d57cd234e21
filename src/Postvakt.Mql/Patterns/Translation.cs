namespace Postvakt.Mql.Patterns;

/// <summary>A pattern written for .NET.</summary>
/// <param name="Plain">Its groups hold nothing.</param>
/// <param name="Capturing">Its groups are named by their number: <c>_1</c>, <c>_2</c>…</param>
/// <param name="GroupNames">Of each group, from the first; null for one without a name.</param>
/// <param name="Needles">Texts in lower case of which one stands in whatever it matches, whatever its case; null when there is none.</param>
/// <param name="Named">
/// Of a pattern with <c>\b</c>, which in RE2 knows ASCII only: the characters beyond ASCII that it tells from others there. All others can be hidden from an engine that would take letters among them for parts of words. Null when
/// nothing needs to be hidden, or can be.
/// </param>
internal sealed record Translation(string Plain, string Capturing, IReadOnlyList<string?> GroupNames, IReadOnlyList<string>? Needles, IReadOnlyList<(int From, int To)>? Named)
{
    /// <summary>In how many ways it can match from one place; without end where a repetition is open.</summary>
    public double Ways { get; init; }

    /// <summary>States of its automaton, and with that the steps of one way at most.</summary>
    public long Cost { get; init; }
}
