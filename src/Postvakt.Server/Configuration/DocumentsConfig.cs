namespace Postvakt.Server.Configuration;

/// <summary>How attachments are looked into.</summary>
/// <param name="Inspect">Whether they are opened at all. True.</param>
/// <param name="Time">For one file; all of one mail get three times as much. 2 s.</param>
/// <param name="Yara">Folder with YARA rules of the operator, or null.</param>
public sealed record DocumentsConfig(bool Inspect, TimeSpan Time, string? Yara)
{
    public static DocumentsConfig Default { get; } = new(true, TimeSpan.FromSeconds(2), null);
}
