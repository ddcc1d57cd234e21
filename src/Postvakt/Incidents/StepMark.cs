namespace Postvakt.Incidents;

/// <summary>What became of a step of the playbook.</summary>
/// <param name="State">Whether it is done, or why it need not be.</param>
/// <param name="Note">In the words of who did it, or empty.</param>
public sealed record StepMark(StepState State, string By, DateTimeOffset At, string Note);
