namespace Postvakt.Documents.Packages;

/// <summary>A relation of a part (ECMA-376 part 2, 9.3).</summary>
/// <param name="Type">The whole type address; <see cref="Kind"/> is its last word, which is the same in the transitional and the strict form.</param>
/// <param name="Target">Inside: the part's name without a leading slash. Outside: the address as it stands there.</param>
internal sealed record Relation(string Id, string Type, string Target, bool External)
{
    /// <summary>Last word of the type: "worksheet", "xlMacrosheet", "hyperlink".</summary>
    public string Kind => Type[(Type.LastIndexOf('/') + 1)..];
}
