using System.Text.Json;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Schema;

namespace Postvakt.Mql.Hosts;

/// <summary>A host without mail: a message is a JSON document in the shape of the schema, its functions and lists are what the caller gives.</summary>
public sealed class JsonHost : IMqlHost
{
    /// <summary>By name; what is not here is missing.</summary>
    public IDictionary<string, MqlFunction> Functions { get; } = new Dictionary<string, MqlFunction>(StringComparer.Ordinal);

    /// <summary>By name, without the dollar sign.</summary>
    public IDictionary<string, MqlList> Lists { get; } = new Dictionary<string, MqlList>(StringComparer.Ordinal);

    /// <summary>Fields that this host does not have, as <c>Type.field</c>.</summary>
    public ISet<string> MissingFields { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The object that sessions and functions are given for a document.</summary>
    /// <exception cref="JsonException">The text is no JSON object.</exception>
    public static MqlMap Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonValues.Of(document.RootElement).Map ?? throw new JsonException("a message is an object");
    }

    public MqlAccessor? Field(MqlField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        var name = field.Name;
        return MissingFields.Contains(field.ToString()) ? null : owner => owner is MqlMap map ? map[name] : MqlValue.Null;
    }

    public MqlFunction? Function(MqlSignature function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Functions.TryGetValue(function.Name, out var known) ? known : null;
    }

    public MqlList? List(string name) => Lists.TryGetValue(name, out var list) ? list : null;
}
