namespace Postvakt.Server.Checkups;

/// <summary>Says what this version does with mail, so that nobody takes a report for protection.</summary>
internal static class ModeCheck
{
    public static Check Run() => Check.Note("mode", "offline scan only: mail is read from files and judged; nothing is held or changed by this version");
}
