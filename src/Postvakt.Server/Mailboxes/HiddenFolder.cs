namespace Postvakt.Server.Mailboxes;

/// <summary>The folder that swept copies lie in.</summary>
internal static class HiddenFolder
{
    /// <summary>Says whose it is to whoever comes across it.</summary>
    public const string Name = "Postvakt quarantine";
}
