namespace Postvakt.Sigma.Matching;

/// <summary>Patterns that an index answers alone, and all others.</summary>
internal enum TextShape
{
    Whole,
    Prefix,
    Suffix,
    Part,
    Wild,
}
