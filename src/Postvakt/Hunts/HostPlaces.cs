using System.Globalization;

namespace Postvakt.Hunts;

/// <summary>
/// Whose a log is that names no machine (IIS, the address book's): of the nearest folder around it in which all others name the same one. Where there is none it stays unknown: two servers' logs in one
/// folder are not told apart by guessing.
/// </summary>
internal sealed class HostPlaces(IReadOnlyList<HuntedFile> files, IReadOnlyList<string> given)
{
    private const string Mark = "file:";

    private readonly Dictionary<int, string> _known = [];

    /// <summary>Source of events of a file that names no machine, until <see cref="Named"/>.</summary>
    public static string Unnamed(int file, string source) => string.Create(CultureInfo.InvariantCulture, $"{Mark}{file}:{source}");

    public string HostOf(int file)
    {
        if (_known.TryGetValue(file, out var known)) return known;
        var host = "";
        if (file < files.Count)
        {
            for (var folder = Path.GetDirectoryName(files[file].Path); folder is not null && given.Any(g => Within(folder, g)); folder = Path.GetDirectoryName(folder))
            {
                var hosts = files.Where(f => Within(f.Path, folder)).SelectMany(f => f.Hosts).Distinct(StringComparer.Ordinal).Take(2).ToArray();
                if (hosts.Length == 1) host = hosts[0];
                if (hosts.Length > 0) break;
            }
        }
        return _known[file] = host;
    }

    /// <summary>Machine and plain source of what <see cref="Unnamed"/> made.</summary>
    public (string Host, string Source) Named(string source)
    {
        if (!source.StartsWith(Mark, StringComparison.Ordinal)) return ("", source);
        var end = source.IndexOf(':', Mark.Length);
        return (HostOf(int.Parse(source.AsSpan(Mark.Length, end - Mark.Length), CultureInfo.InvariantCulture)), source[(end + 1)..]);
    }

    private static bool Within(string path, string folder) => path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && (folder.EndsWith('/') || path[folder.Length] is '/' or '\\'));
}
