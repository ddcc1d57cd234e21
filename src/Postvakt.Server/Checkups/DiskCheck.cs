using System.Globalization;

namespace Postvakt.Server.Checkups;

/// <summary>Room for the stores, and for mail too large for memory.</summary>
internal static class DiskCheck
{
    /// <summary>1 GB: about two million remembered messages.</summary>
    private const long Little = 1_000_000_000;

    public static Check Run(string name, string folder)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var text = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:N1} GB free for {folder}");
            return free < Little ? Check.Warning(name, text + "; less than 1 GB") : Check.Ok(name, text);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Check.Warning(name, $"{folder}: the free space cannot be told: {unknown.Message}");
        }
    }
}
