namespace Postvakt.Jobs;

/// <summary>Work promised in the same transaction as the decision that asks for it.</summary>
/// <param name="Kind">What is to be done, for example "notify".</param>
/// <param name="Subject">What it is to be done to: a record's or item's id.</param>
/// <param name="Payload">JSON that the worker of this kind understands; no mail text.</param>
/// <param name="DueAt">Not before this time. A job that is taken, or was given up, says when it was first due: no lease and no retry moves that, so that patience is counted from it.</param>
public sealed record Job(string Kind, string Subject, string Payload, DateTimeOffset DueAt);
