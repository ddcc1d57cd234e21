using Postvakt.Server.Installations;

namespace Postvakt.Server.Checkups;

/// <summary>Looks an installation over without changing it: makes no folder, no key, no store.</summary>
public sealed class Checkup(TimeProvider clock)
{
    /// <param name="data">The data directory as the operator named it, or null for the default.</param>
    public (string Data, IReadOnlyList<Check> Checks) Run(string? data)
    {
        var folder = DataDirectory.Resolve(data);
        var checks = new List<Check> { ModeCheck.Run() };
        if (!Directory.Exists(folder))
        {
            checks.Add(Check.Broken("data directory", $"{folder} is not there; this makes it: postvakt learn PATH --data {folder}"));
            return (folder, checks);
        }
        checks.Add(FolderCheck.Run(folder));
        checks.Add(LockCheck.Run(folder));
        checks.Add(DiskCheck.Run("disk space", folder));
        checks.Add(DiskCheck.Run("spool space", Path.GetTempPath()));
        var (keys, keyChecks) = KeyRingCheck.Run(folder);
        checks.AddRange(keyChecks);
        var (newest, memoryChecks) = MemoryCheck.Run(folder, keys);
        checks.AddRange(memoryChecks);
        checks.Add(ClockCheck.Run(clock, newest));
        checks.Add(LimitsCheck.Run());
        return (folder, checks);
    }
}
