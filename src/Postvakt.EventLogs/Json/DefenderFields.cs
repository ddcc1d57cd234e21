namespace Postvakt.EventLogs.Json;

/// <summary>Adds Sysmon's names for the columns of a Defender event whose meaning hangs on its ActionType.</summary>
internal static class DefenderFields
{
    /// <summary>Column → field, where the event is the start of a process.</summary>
    private static readonly (string, string)[] Process =
    [
        ("FolderPath", "Image"), ("ProcessCommandLine", "CommandLine"), ("InitiatingProcessFolderPath", "ParentImage"), ("InitiatingProcessCommandLine", "ParentCommandLine"), ("ProcessId", "ProcessId"),
        ("InitiatingProcessId", "ParentProcessId"), ("AccountName", "User"), ("LogonId", "LogonId"),
    ];

    private static readonly (string, string)[] Any =
    [
        ("InitiatingProcessFolderPath", "Image"), ("InitiatingProcessCommandLine", "CommandLine"), ("InitiatingProcessParentFileName", "ParentImage"), ("InitiatingProcessId", "ProcessId"), ("InitiatingProcessAccountName", "User"),
    ];

    public static void Add(LogEvent into)
    {
        var action = into["ActionType"] ?? "";
        foreach (var (column, field) in action == "ProcessCreated" ? Process : Any) Copy(column, field, into);
        if (action.StartsWith("File", StringComparison.Ordinal)) Copy("FolderPath", "TargetFilename", into);
        else if (action == "ImageLoaded") Copy("FolderPath", "ImageLoaded", into);
    }

    private static void Copy(string column, string field, LogEvent into)
    {
        if (column == field || !into.TryGet(column, out var value)) return;
        if (value.Kind == LogFieldKind.Number) into.Add(field, value.Number);
        else if (value.Kind == LogFieldKind.Text) into.Add(field, value.Text);
    }
}
