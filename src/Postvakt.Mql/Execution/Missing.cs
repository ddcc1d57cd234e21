namespace Postvakt.Mql.Execution;

/// <summary>Why a value is not known: names of what the host does not supply, or <c>budget</c>. Immutable.</summary>
internal sealed class Missing
{
    /// <summary>The evaluation was stopped.</summary>
    public static readonly Missing Budget = new(["budget"]);

    private Missing(string[] names) => Names = names;

    public Missing(string name) => Names = [name];

    /// <summary>It is a text, and none of these; null when nothing is known of it.</summary>
    public IReadOnlySet<string>? Not { get; init; }

    /// <summary>In the order of the alphabet, none twice.</summary>
    public string[] Names { get; }

    public static Missing? Join(Missing? left, Missing? right)
    {
        if (left is null || ReferenceEquals(left, right)) return right;
        if (right is null || right.Names.All(n => Array.IndexOf(left.Names, n) >= 0)) return left;
        if (left.Names.All(n => Array.IndexOf(right.Names, n) >= 0)) return right;
        return new([.. left.Names.Union(right.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}
