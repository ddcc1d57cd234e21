namespace Postvakt.Classification;

/// <summary>How sure a label is. What each step means in genuine mail that is labelled wrongly is chosen when the model is made: docs/classification.md.</summary>
public enum Confidence
{
    Low,
    Medium,
    High,
}
