namespace Postvakt.Server.Operation;

/// <summary>How the directory stands.</summary>
/// <param name="Source">What it is read from, or empty where none is configured.</param>
/// <param name="TakenAt">When the snapshot in use was taken, or null for none.</param>
/// <param name="LastAttempt">When the source was last asked, or null.</param>
/// <param name="Error">Why the last attempt was not taken over, or empty.</param>
public sealed record DirectoryReport(string Source, int People, int Partners, DateTimeOffset? TakenAt, DateTimeOffset? LastAttempt, string Error)
{
    public static readonly DirectoryReport None = new("", 0, 0, null, null, "");
}
