namespace Postvakt.Mql.Syntax;

/// <summary>What a part of a source is; in brackets what its text and its children are.</summary>
internal enum NodeKind
{
    /// <summary>Could not be read; a fault tells of it.</summary>
    Error,

    Text,
    Integer,
    Decimal,
    True,
    False,
    Null,

    /// <summary><c>$name</c> (name).</summary>
    List,

    /// <summary>A field of the message (name).</summary>
    Name,

    /// <summary>The item of the loop, or of one further out; <see cref="Node.Dots"/> counts.</summary>
    Scope,

    /// <summary>(name; object)</summary>
    Member,

    /// <summary>(; value, index)</summary>
    Index,

    /// <summary>(; value, from, to); an end that is left out is <see cref="Null"/>.</summary>
    Slice,

    /// <summary>(function; arguments)</summary>
    Call,

    /// <summary><c>mode="x"</c> (name; value)</summary>
    Named,

    Array,

    /// <summary>What stands behind <c>in</c>, in brackets.</summary>
    Tuple,

    Not,
    And,
    Or,

    /// <summary><c>N of (…)</c> (N; conditions)</summary>
    Of,

    /// <summary>(operator; left, right)</summary>
    Compare,

    /// <summary><c>0 &lt; x &lt;= 5</c> (operators, one blank between; values)</summary>
    Range,

    /// <summary>(<c>in</c>, <c>not in</c>, <c>in~</c>, <c>not in~</c>; left, right)</summary>
    In,

    /// <summary>(<c>is null</c>, <c>is not null</c>; value)</summary>
    IsNull,

    /// <summary>(operator; left, right)</summary>
    Arithmetic,
}
