namespace Postvakt.Mql.Rules;

/// <summary>What must hold of a field before a rule can match.</summary>
public enum MqlNeedKind
{
    /// <summary>It is not null.</summary>
    Present,

    /// <summary>It is true.</summary>
    True,

    /// <summary>The list has an item.</summary>
    NotEmpty,
}
