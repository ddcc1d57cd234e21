namespace Postvakt.Documents.Outside;

/// <param name="Namespace">The file of the rule, without its ending.</param>
/// <param name="Description">The rule's meta "description", or empty.</param>
public sealed record YaraMatch(string Rule, string Namespace, IReadOnlyList<string> Tags, string Description)
{
    /// <summary>Folder inside that of the rules whose rules give names to mail rules and are no finding of their own: public sets tell kinds of files and traits by hundreds.</summary>
    public const string Named = "names";

    public bool IsFinding => !Namespace.StartsWith(Named + "/", StringComparison.Ordinal);
}
