using System.Reflection;

namespace Postvakt.Messages.Links;

/// <summary>The known redirectors by host, read on first use.</summary>
internal static class RedirectorTable
{
    private static readonly Lazy<Dictionary<string, List<Redirector>>> Table = new(Load);

    /// <summary>The first redirector for the host, or one of its parents, whose path beginning fits; else null.</summary>
    public static Redirector? Find(ReadOnlySpan<char> host, ReadOnlySpan<char> path)
    {
        var lookup = Table.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        for (ReadOnlySpan<char> name = host; !name.IsEmpty;)
        {
            if (lookup.TryGetValue(name, out List<Redirector>? found) && Fitting(found, path) is { } fitting)
            {
                return fitting;
            }

            int dot = name.IndexOf('.');
            name = dot < 0 ? [] : name[(dot + 1)..];
        }

        if (host.IndexOf("google.", StringComparison.Ordinal) is var at and >= 0
            && (at == 0 || host[at - 1] == '.') && PublicSuffixList.RegistrableDomain(host).Length == host.Length - at)
        {
            return Fitting(Table.Value["google.*"], path);
        }

        return null;
    }

    private static Redirector? Fitting(List<Redirector> redirectors, ReadOnlySpan<char> path)
    {
        foreach (Redirector redirector in redirectors)
        {
            if (path.StartsWith(redirector.PathStart, StringComparison.OrdinalIgnoreCase))
            {
                return redirector;
            }
        }

        return null;
    }

    private static Dictionary<string, List<Redirector>> Load()
    {
        Dictionary<string, List<Redirector>> table = new(StringComparer.Ordinal);
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postvakt.Messages.Links.redirectors.tsv")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] columns = line.Split('\t');
            if (line.StartsWith('#') || columns.Length < 4)
            {
                continue;
            }

            int plus = columns[3].IndexOf('+', StringComparison.Ordinal);
            string prefix = plus < 0 ? "" : columns[3][(plus + 1)..];
            string[] parameters = (plus < 0 ? columns[3] : columns[3][..plus]).Split(',');
            if (!table.TryGetValue(columns[0], out List<Redirector>? list))
            {
                table[columns[0]] = list = [];
            }

            list.Add(new Redirector(columns[1], Form(columns[2]), parameters, prefix, columns.Length > 4 ? columns[4] : ""));
        }

        return table;
    }

    private static RedirectForm Form(string name) => name switch
    {
        "query" => RedirectForm.Query,
        "base64" => RedirectForm.Base64,
        "host" => RedirectForm.Host,
        "path" => RedirectForm.Path,
        "marked" => RedirectForm.Marked,
        "urldefense1" => RedirectForm.UrlDefense1,
        "urldefense2" => RedirectForm.UrlDefense2,
        "urldefense3" => RedirectForm.UrlDefense3,
        "ru" => RedirectForm.Ru,
        _ => throw new InvalidDataException("redirectors.tsv: unknown form " + name),
    };
}
