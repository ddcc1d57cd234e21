using System.Globalization;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Checkups;

/// <summary>The key ring: there, readable, its owner's alone, apart from what it protects.</summary>
internal static class KeyRingCheck
{
    private const string Name = "key ring";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static (KeyRing? Keys, IReadOnlyList<Check> Checks) Run(string folder)
    {
        var path = KeyRing.Resolve(folder);
        if (!File.Exists(path) && !File.Exists(Path.Combine(folder, DataDirectory.MemoryName)))
            return (null, [Check.Note(Name, $"{path} is made when the first mail is learned")]);
        try
        {
            var keys = KeyRing.Open(path, mayCreate: false, mayChange: false);
            var checks = new List<Check>();
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
                checks.Add(Check.Warning(Name, $"{path} is open to other accounts; mend with: chmod 600 {path}"));
            if (path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal))
                checks.Add(Check.Warning(Name, $"{path} lies inside the data directory, so that who steals one has both; move it out and name it in POSTVAKT_KEYS"));
            if (checks.Count == 0) checks.Add(Check.Ok(Name, path + ", open to its owner only, outside the data directory"));
            checks.Add(keys.Copied is { } at
                ? Check.Ok("key copy", string.Create(CultureInfo.InvariantCulture, $"copied {at:yyyy-MM-dd}"))
                : Check.Warning("key copy", $"{path} was never copied since it was last changed; without it Memory recognises nothing and held mail stays closed. Copy it with: postvakt keys copy FILE --data {folder}"));
            return (keys, checks);
        }
        catch (InstallationException broken)
        {
            return (null, [Check.Broken(Name, broken.Message)]);
        }
    }
}
