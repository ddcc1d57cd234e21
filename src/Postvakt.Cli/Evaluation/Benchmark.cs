using System.Text.Json;

namespace Postvakt.Cli.Evaluation;

/// <summary>One organisation of a benchmark folder: org.json, history.mbox, stream.mbox, labels.tsv.</summary>
internal sealed record Benchmark(string Folder, string Name, IReadOnlyList<string> Domains, IReadOnlyList<string> Authserv, IReadOnlyList<Label> Labels)
{
    public string History => Path.Combine(Folder, "history.mbox");

    public string Stream => Path.Combine(Folder, "stream.mbox");

    /// <summary>The organisations in a folder, or the folder itself. Throws <see cref="InvalidDataException"/> with a sentence.</summary>
    public static IReadOnlyList<Benchmark> Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder}: no such folder");
        var folders = File.Exists(Path.Combine(folder, "labels.tsv"))
            ? [folder]
            : Directory.GetDirectories(folder).Where(d => File.Exists(Path.Combine(d, "labels.tsv"))).Order(StringComparer.Ordinal).ToArray();
        if (folders.Length == 0) throw new InvalidDataException($"{folder}: no labels.tsv here or one level below; expected org.json, history.mbox, stream.mbox, labels.tsv");
        return [.. folders.Select(Open)];
    }

    private static Benchmark Open(string folder)
    {
        var (domains, authserv) = (Array.Empty<string>(), Array.Empty<string>());
        var settings = Path.Combine(folder, "org.json");
        if (File.Exists(settings))
        {
            using var document = ReadJson(settings);
            if (document.RootElement.TryGetProperty("domains", out var named)) domains = [.. named.EnumerateArray().Select(d => d.GetString() ?? "")];
            if (document.RootElement.TryGetProperty("trusted_authserv", out var server)) authserv = [server.GetString() ?? ""];
        }
        var stream = Path.Combine(folder, "stream.mbox");
        if (!File.Exists(stream)) throw new InvalidDataException($"{stream}: missing");
        return new Benchmark(folder, Path.GetFileName(Path.GetFullPath(folder)), domains, authserv, ReadLabels(Path.Combine(folder, "labels.tsv")));
    }

    private static JsonDocument ReadJson(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path));
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{path}: {broken.Message}", broken);
        }
    }

    private static List<Label> ReadLabels(string path)
    {
        var labels = new List<Label>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var columns = line.Split('\t');
            if (columns.Length < 4 || columns[2] is not ("ham" or "hijack"))
                throw new InvalidDataException($"{path}: line {labels.Count + 2}: expected index, message_id, ham or hijack, variant, conversation, note, separated by tabs");
            labels.Add(new Label(columns[1].Trim('<', '>', ' '), columns[2] == "hijack", columns[3], columns.Length > 5 ? columns[5] : ""));
        }
        return labels;
    }
}
