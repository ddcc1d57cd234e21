namespace Postvakt.Documents.Basic;

/// <summary>An object, by the class that it is of and what was put into it.</summary>
/// <param name="type">ProgID in lower case; what a method gave is "class.method".</param>
internal sealed class BasicObject(string type)
{
    public string Type { get; } = type;

    public Dictionary<string, object?> Properties { get; } = new(StringComparer.Ordinal);
}
