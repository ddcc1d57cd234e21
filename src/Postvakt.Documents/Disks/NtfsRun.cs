namespace Postvakt.Documents.Disks;

/// <param name="Start">First cluster; null for a hole.</param>
internal readonly record struct NtfsRun(long? Start, long Clusters);
