namespace Postvakt.Mql.Schema;

/// <summary>A type of the model. Compared by what it is.</summary>
/// <param name="Item">Of lists and maps, what they hold.</param>
/// <param name="Object">Of objects, which.</param>
public sealed record MqlType(MqlKind Kind, MqlType? Item = null, MqlObjectType? Object = null)
{
    public static readonly MqlType Unknown = new(MqlKind.Unknown);
    public static readonly MqlType Null = new(MqlKind.Null);
    public static readonly MqlType Bool = new(MqlKind.Bool);
    public static readonly MqlType Int = new(MqlKind.Int);
    public static readonly MqlType Float = new(MqlKind.Float);
    public static readonly MqlType String = new(MqlKind.String);
    public static readonly MqlType Json = new(MqlKind.Json);

    /// <summary>True for what can be compared with <c>==</c>.</summary>
    public bool IsScalar => Kind is MqlKind.Bool or MqlKind.Int or MqlKind.Float or MqlKind.String;

    public bool IsNumber => Kind is MqlKind.Int or MqlKind.Float;

    /// <summary>Whatever is wrong with it was told, or shows only when it is there.</summary>
    public bool IsOpen => Kind is MqlKind.Unknown or MqlKind.Json or MqlKind.Null;

    public static MqlType ArrayOf(MqlType item) => new(MqlKind.Array, item);

    public static MqlType MapOf(MqlType item) => new(MqlKind.Map, item);

    /// <summary>Whether a value of this type may stand where <paramref name="wanted"/> is asked for.</summary>
    public bool Fits(MqlType wanted) => (Kind, wanted.Kind) switch
    {
        _ when IsOpen || wanted.IsOpen => true,
        (MqlKind.Int, MqlKind.Float) => true,
        (MqlKind.Object, MqlKind.Object) => Object!.Is(wanted.Object!),
        (MqlKind.Array, MqlKind.Array) or (MqlKind.Map, MqlKind.Map) => Item!.Fits(wanted.Item!),
        var (mine, other) => mine == other,
    };

    public override string ToString() => Kind switch
    {
        MqlKind.Object => Object!.Name,
        MqlKind.Array => Item + "[]",
        MqlKind.Map => $"map<{Item}>",
        MqlKind.Unknown => "?",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
