namespace Postvakt.Storage.Backups;

/// <param name="Path">Relative, with slashes.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256);
