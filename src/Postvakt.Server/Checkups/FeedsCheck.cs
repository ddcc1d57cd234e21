using System.Globalization;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Checkups;

/// <summary>Whether what feeds and sisters need is there. Asks no server: how each stands, "share feeds" says.</summary>
internal static class FeedsCheck
{
    private const string Name = "feeds";

    public static IEnumerable<Check> Run(SharingConfig config)
    {
        if (config.Feeds.Count + config.Sisters.Count == 0) yield break;
        var isWell = true;
        var needed = config.Feeds.Select(f => (What: $"the feed {f.Name} is not read", Files: (string?[])[f.Path, f.Server?.SecretFile, f.Server?.CaFile]))
            .Concat(config.Sisters.Select(s => (What: $"the sister {s.Name} is told nothing", Files: (string?[])[s.Inbox?.SecretFile, s.Inbox?.CaFile])));
        foreach (var (what, file) in needed.SelectMany(n => n.Files.OfType<string>().Where(f => !File.Exists(f)).Select(f => (n.What, f))))
        {
            isWell = false;
            yield return Check.Broken(Name, $"{file} is not there: {what}");
        }
        if (isWell) yield return Check.Ok(Name, string.Create(CultureInfo.InvariantCulture, $"{config.Feeds.Count} read, {config.Sisters.Count} sisters; how each stands: share feeds"));
    }
}
