using System.Text.Json;
using Postvakt.Mql.Rules;

namespace Postvakt.Mql.Lists;

/// <summary>Lists of a folder: one .txt file a list, an entry a line, or one .csv file whose column "entry" counts. A <c>manifest.json</c> beside them gives names and columns.</summary>
public sealed class MqlListFolder
{
    /// <summary>Bytes of a file: a million host names take some 25 MB.</summary>
    public const int MaxFileBytes = 64 << 20;

    /// <summary>Entries of a list.</summary>
    public const int MaxEntries = 2_000_000;

    private MqlListFolder(IReadOnlyDictionary<string, MqlList> lists, IReadOnlyList<MqlProblem> problems) => (Lists, Problems) = (lists, problems);

    /// <summary>By name, without the dollar sign.</summary>
    public IReadOnlyDictionary<string, MqlList> Lists { get; }

    public IReadOnlyList<MqlProblem> Problems { get; }

    public static MqlListFolder Read(string path)
    {
        var problems = new List<MqlProblem>();
        var lists = new Dictionary<string, MqlList>(StringComparer.Ordinal);
        foreach (var (file, name, column) in Files(path, problems))
        {
            if (!BoundedFile.Read(file, MaxFileBytes, out var text, out var fault)) problems.Add(new(file, 0, 0, true, fault));
            else if (Entries(text, column) is { Length: <= MaxEntries } entries) lists[name] = new(entries);
            else problems.Add(new(file, 0, 0, true, $"more than {MaxEntries} entries"));
        }
        return new(lists, problems);
    }

    private static IEnumerable<(string File, string Name, int Column)> Files(string path, List<MqlProblem> problems)
    {
        var manifest = Path.Combine(path, "manifest.json");
        var named = new HashSet<string>(StringComparer.Ordinal);
        if (File.Exists(manifest))
        {
            foreach (var (file, name, column) in Manifest(manifest, problems))
            {
                named.Add(file);
                // Of large lists only the manifest may have come.
                if (File.Exists(Path.Combine(path, file))) yield return (Path.Combine(path, file), name, column);
            }
        }
        if (!Directory.Exists(path))
        {
            problems.Add(new(path, 0, 0, true, "there is no such folder"));
            yield break;
        }
        foreach (var file in Directory.EnumerateFiles(path).Where(f => Path.GetExtension(f) is ".txt" or ".csv").Order(StringComparer.Ordinal))
            if (!named.Contains(Path.GetFileName(file))) yield return (file, Path.GetFileNameWithoutExtension(file), Path.GetExtension(file) == ".csv" ? -1 : 0);
    }

    private static List<(string File, string Name, int Column)> Manifest(string path, List<MqlProblem> problems)
    {
        var lists = new List<(string, string, int)>();
        if (!BoundedFile.Read(path, 4 << 20, out var text, out var fault)) problems.Add(new(path, 0, 0, true, fault));
        try
        {
            using var document = JsonDocument.Parse(fault.Length > 0 ? "{}" : text);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("lists", out var entries) && entries.ValueKind == JsonValueKind.Array)
            {
                foreach (var entry in entries.EnumerateArray())
                {
                    // A file stands beside the manifest; a path could lead anywhere.
                    if (Word(entry, "file") is { } file && Word(entry, "identifier") is { } name && Path.GetFileName(file) == file) lists.Add((file, name, Column(entry)));
                }
            }
        }
        catch (JsonException broken)
        {
            problems.Add(new(path, 0, 0, true, "is no JSON: " + broken.Message));
        }
        return lists;
    }

    private static string? Word(JsonElement entry, string key) => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Column(JsonElement entry) =>
        entry.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Array ? Math.Max(0, headers.EnumerateArray().Select(h => h.ToString()).ToList().IndexOf("entry")) : 0;

    /// <param name="column">Which column holds the entries; -1 for the last.</param>
    private static string[] Entries(string text, int column)
    {
        var entries = new List<string>();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var entry = line.Trim();
            if (column != 0)
            {
                var from = column < 0 ? entry.LastIndexOf(',') + 1 : 0;
                for (var i = 0; i < column && from >= 0; i++) from = entry[from..].IndexOf(',') is var comma and >= 0 ? from + comma + 1 : -1;
                if (from < 0) continue;
                entry = entry[from..];
                if (column > 0 && entry.IndexOf(',') is var end and >= 0) entry = entry[..end];
                entry = entry.Trim().Trim('"');
            }
            if (entry.Length > 0) entries.Add(entry.ToString());
            if (entries.Count > MaxEntries) break;
        }
        return [.. entries];
    }
}
