using System.Reflection;

namespace Postvakt.Messages.Links;

/// <summary>Hosts where anybody may put files, link shorteners, and makers of mail programs, from known-services.tsv. A name covers the hosts below it.</summary>
internal static class KnownServices
{
    private static readonly Lazy<Dictionary<string, LinkTraits>> Services = new(Load);

    /// <summary><see cref="LinkTraits.FileSharing"/>, <see cref="LinkTraits.Shortener"/>, <see cref="LinkTraits.Maker"/> or none.</summary>
    public static LinkTraits Traits(ReadOnlySpan<char> host)
    {
        var lookup = Services.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        while (true)
        {
            if (lookup.TryGetValue(host, out LinkTraits traits))
            {
                return traits;
            }

            int dot = host.IndexOf('.');
            if (dot < 0)
            {
                return LinkTraits.None;
            }

            host = host[(dot + 1)..];
        }
    }

    private static Dictionary<string, LinkTraits> Load()
    {
        Dictionary<string, LinkTraits> services = new(256, StringComparer.Ordinal);
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postvakt.Messages.Links.known-services.tsv")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            int tab = line.IndexOf('\t');
            if (tab > 0 && line[0] != '#')
            {
                services[line[..tab]] = line[(tab + 1)..] switch
                {
                    "shortener" => LinkTraits.Shortener,
                    "maker" => LinkTraits.Maker,
                    _ => LinkTraits.FileSharing,
                };
            }
        }

        return services;
    }
}
