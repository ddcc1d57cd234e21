namespace Postvakt.Mql.Checking;

/// <summary>Functions whose types depend on what they are given. The first seven evaluate their second argument for each item.</summary>
internal enum CoreFunction
{
    Any,
    All,
    Filter,
    Map,
    Distinct,
    Sum,
    Ratio,
    Length,
    Coalesce,
    Flatten,
    Keys,
    Values,
}
