namespace Postvakt.Mql.Schema;

/// <summary>The shapes that values have.</summary>
public enum MqlKind
{
    /// <summary>Not known because of a fault that was told; fits everything, so that one fault gives one sentence.</summary>
    Unknown,

    Null,
    Bool,
    Int,
    Float,
    String,

    /// <summary>Only known when it is there: text, number, truth, list or map.</summary>
    Json,

    Object,
    Array,

    /// <summary>Texts to values of one type.</summary>
    Map,
}
