namespace Postvakt.Intake.Looks;

/// <summary>One thing that code in a file would do.</summary>
/// <param name="Kind">"Download", "Execute"…: names a sentence.</param>
/// <param name="Target">A stranger's words, as <see cref="Other"/> and <see cref="Where"/> are: escape them where they are shown.</param>
/// <param name="IsDormant">Nothing that starts by itself, nor a click into the document, leads to it.</param>
public sealed record EffectSight(string Kind, string Target, string Other, string Where, bool IsDormant);
