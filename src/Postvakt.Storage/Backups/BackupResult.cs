namespace Postvakt.Storage.Backups;

/// <summary>What was backed up or restored.</summary>
/// <param name="Files">Files, without the manifest.</param>
/// <param name="KeyId">Name of the key that Memory was made with, or null when it was never used. The key ring is not in a backup: without it a
/// restored Memory recognises nothing and held mail cannot be opened. Keep it apart from the backups.</param>
public sealed record BackupResult(int Files, long Bytes, string? KeyId)
{
    /// <summary>What an operator must know, always shown.</summary>
    public string Notice => $"The key ring is not in the backup. Keep a copy of it elsewhere (key {KeyId ?? "not used yet"}); without it the backup is of no use.";
}
