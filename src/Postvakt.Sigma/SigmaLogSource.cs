namespace Postvakt.Sigma;

/// <summary>Where events come from, in Sigma's words (rules specification 2.1.0, "LogSource"). Null means any; values are lower case.</summary>
public sealed record SigmaLogSource(string? Category, string? Product, string? Service)
{
    /// <summary>Whether each part that this one names is the same in the other: the other is as narrow or narrower.</summary>
    public bool Contains(SigmaLogSource other) =>
        (Category is null || Category == other.Category) && (Product is null || Product == other.Product) && (Service is null || Service == other.Service);

    public override string ToString()
    {
        var parts = new[] { ("product", Product), ("category", Category), ("service", Service) }.Where(p => p.Item2 is not null).Select(p => $"{p.Item1} {p.Item2}");
        return string.Join(", ", parts) is { Length: > 0 } text ? text : "any";
    }
}
