namespace Postvakt.Mql.Schema;

/// <summary>A field of an object.</summary>
/// <param name="Owner">The kind that declares it, which may be a base of the one it is read from.</param>
public sealed record MqlField(MqlObjectType Owner, string Name, MqlType Type)
{
    public override string ToString() => $"{Owner.Name}.{Name}";
}
