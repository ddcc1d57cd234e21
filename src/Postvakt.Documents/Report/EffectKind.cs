namespace Postvakt.Documents.Report;

/// <summary>What code in a file would do.</summary>
public enum EffectKind
{
    Download,
    WriteFile,
    CopyFile,
    DeleteFile,
    CreateFolder,
    Execute,

    /// <summary>Calls into a system library, or loads one.</summary>
    CallLibrary,

    /// <summary>Makes itself start again: run keys, start-up folders, tasks, services, templates.</summary>
    Persist,

    /// <summary>Hides a window, sheet, file or message.</summary>
    Hide,

    /// <summary>Looks where it runs: user, host, monitor, virtual machine.</summary>
    Probe,

    /// <summary>Weakens macro or view protection.</summary>
    Weaken,

    /// <summary>Writes code or formulas that run later.</summary>
    WriteCode,

    /// <summary>Writes into the memory of a process.</summary>
    Inject,
}
