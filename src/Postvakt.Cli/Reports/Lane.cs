namespace Postvakt.Cli.Reports;

/// <summary>One participant's line in the drawing.</summary>
/// <param name="Foreign">The judged mail's sender is no participant: a lane of its own.</param>
internal sealed record Lane(string Name, string Note, bool Foreign);
