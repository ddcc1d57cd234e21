namespace Postvakt.Jobs;

/// <summary>A job that a worker holds.</summary>
/// <param name="Id">Row of the job.</param>
/// <param name="Attempts">How often it was taken, this time included; tells holders of one job apart.</param>
public sealed record QueuedJob(long Id, int Attempts, Job Job);
