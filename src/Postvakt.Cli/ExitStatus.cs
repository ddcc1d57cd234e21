namespace Postvakt.Cli;

/// <summary>Exit status of every verb.</summary>
internal static class ExitStatus
{
    /// <summary>Done, nothing found.</summary>
    public const int Nothing = 0;

    /// <summary>Something found; undetermined counts.</summary>
    public const int Found = 1;

    /// <summary>Wrong usage or unreadable input; wins over found.</summary>
    public const int Trouble = 2;
}
