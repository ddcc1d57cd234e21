namespace Postvakt.Mql.Schema;

/// <summary>A named kind of object and its fields. An object that only stands inside another is named by its path: <c>Message.headers.hops</c>.</summary>
public sealed class MqlObjectType
{
    private readonly Dictionary<string, MqlField> _fields = new(StringComparer.Ordinal);

    internal MqlObjectType(string name) => Name = name;

    public string Name { get; }

    /// <summary>The kind that this one extends: it has its fields and may stand where it is asked for.</summary>
    public MqlObjectType? Base { get; internal set; }

    /// <summary>Its own fields, without those of <see cref="Base"/>.</summary>
    public IReadOnlyCollection<MqlField> Fields => _fields.Values;

    public MqlField? Find(string field) => _fields.GetValueOrDefault(field) ?? Base?.Find(field);

    internal IEnumerable<string> Names => Base is null ? _fields.Keys : _fields.Keys.Concat(Base.Names);

    internal bool Is(MqlObjectType other) => ReferenceEquals(this, other) || Base?.Is(other) == true;

    internal void Add(MqlField field) => _fields[field.Name] = field;

    public override string ToString() => Name;
}
