namespace Postvakt.Mql.Syntax;

/// <summary>Bounds of a source; whoever writes rules may not be a friend, and a mistaken file must not take the machine.</summary>
internal static class SourceLimits
{
    /// <summary>Characters. One million: the largest public rule has 229,000 (a list of networks).</summary>
    public const int MaxLength = 1_000_000;

    /// <summary>Brackets, loops and negations within each other. 100: the deepest public rule has 12 brackets. It bounds the stack of everything that walks the tree.</summary>
    public const int MaxDepth = 100;

    /// <summary>Parts of the tree. 100,000: the largest public rule has 4,618.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>Faults that are told of one source.</summary>
    public const int MaxFaults = 20;
}
