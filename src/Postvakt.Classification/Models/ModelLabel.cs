namespace Postvakt.Classification.Models;

/// <summary>A label that a model knows.</summary>
/// <param name="Low">Score from which it is said with low confidence; above 1 for never.</param>
/// <param name="Denied">Score below which a topic or tag is said not to be there; between that and <paramref name="Low"/> it is open.</param>
internal sealed record ModelLabel(LabelKind Kind, string Name, float Bias, float Scale, float Denied, float Low, float Medium, float High)
{
    /// <summary>Null when it is not said at all.</summary>
    public Confidence? Of(double score) => score >= High ? Confidence.High : score >= Medium ? Confidence.Medium : score >= Low ? Confidence.Low : null;
}
