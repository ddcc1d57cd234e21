namespace Postvakt.Mql.Syntax;

/// <summary>Leaves the part that cannot be read; caught where the next condition may begin.</summary>
internal sealed class SyntaxFaultException(Place place, string message) : Exception(message)
{
    public Place Place { get; } = place;
}
