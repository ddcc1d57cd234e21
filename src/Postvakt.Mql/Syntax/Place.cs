namespace Postvakt.Mql.Syntax;

/// <summary>Where something stands in a source: line and column from 1, and its characters.</summary>
internal readonly record struct Place(int Line, int Column, int Start, int Length)
{
    public int End => Start + Length;

    public Place To(Place last) => this with { Length = Math.Max(Length, last.End - Start) };
}
