namespace Postvakt.Server.Checkups;

/// <summary>The data directory must be its owner's alone: Memory tells who writes to whom.</summary>
internal static class FolderCheck
{
    private const string Name = "data directory";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static Check Run(string folder)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Check.Broken(Name, $"{folder} cannot be read: {refused.Message}");
        }
        if (OperatingSystem.IsWindows()) return Check.Ok(Name, folder);
        var mode = File.GetUnixFileMode(folder);
        if ((mode & UnixFileMode.UserWrite) == 0) return Check.Broken(Name, $"{folder} cannot be written; mend with: chmod 700 {folder}");
        return (mode & Others) != 0
            ? Check.Warning(Name, $"{folder} is open to other accounts (mode {Convert.ToString((int)mode, 8)}); mend with: chmod 700 {folder}")
            : Check.Ok(Name, folder + ", open to its owner only");
    }
}
