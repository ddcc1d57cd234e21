namespace Postvakt.Server.Configuration;

/// <summary>A file of lines.</summary>
/// <param name="MaxBytes">A file that has grown past it is put aside.</param>
/// <param name="Keep">So many of those put aside stay.</param>
public sealed record EventFileConfig(string Path, long MaxBytes, int Keep);
