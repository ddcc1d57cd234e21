namespace Postvakt.Classification.Training;

/// <summary>Which of the choices a text is made of, where there are four or more: all, those of one quarter, or those of the other three. Weights that learned from the three are tried on the one.</summary>
/// <param name="Quarter">0 to 3; null for all choices.</param>
internal readonly record struct Wording(int? Quarter, bool Without = false);
