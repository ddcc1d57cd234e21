using System.Globalization;
using System.Text.Json;
using Postvakt.EventLogs;

namespace Postvakt.Hunts;

/// <summary>One way to break into a mail server, or what follows it; read out of <c>techniques.json</c>.</summary>
/// <param name="Id">Tag of rules without "hunt.": "proxylogon-ssrf".</param>
/// <param name="Attack">ATT&amp;CK technique.</param>
/// <param name="Tags">Of public rules about it ("cve.2021-26855").</param>
/// <param name="Rules">Ids of public rules about it.</param>
/// <param name="Proofs">Those of them whose match proves success.</param>
/// <param name="Logs">Each would show it by itself, the best first.</param>
public sealed record Technique(string Id, string Title, string Attack, IReadOnlyList<string> Tags, IReadOnlyList<string> Rules, IReadOnlyList<string> Proofs, IReadOnlyList<TechniqueLog> Logs)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IReadOnlyList<Technique> All { get; } = Read();

    private static readonly Dictionary<string, Dictionary<long, string>> Events = All.SelectMany(t => t.Logs).Select(l => l.Source).Where(s => s.Contains('#', StringComparison.Ordinal)).Distinct().Select(s => s.Split('#'))
        .GroupBy(s => s[0]).ToDictionary(g => g.Key, g => g.ToDictionary(s => long.Parse(s[1], CultureInfo.InvariantCulture), s => s[0] + "#" + s[1]));

    /// <summary>Whether some technique asks for certain events of a channel.</summary>
    public static bool Asks(string channel) => Events.ContainsKey(channel);

    /// <summary>What an event with this number counts as: "Security#4688"; null where nobody asks for it.</summary>
    public static string? Asked(string channel, in LogField id) =>
        Events.TryGetValue(channel, out var ids) && (id.Kind == LogFieldKind.Number ? id.Number : long.TryParse(id.Text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var written) ? written : -1) is var number ? ids.GetValueOrDefault(number) : null;

    /// <summary>Whether a finding is about it, and whether it proves that it worked.</summary>
    public bool IsAbout(HuntFinding finding, out bool proves)
    {
        var rule = finding.Rule;
        var own = rule.Tags.Contains("hunt." + Id);
        proves = (own && rule.Tags.Contains("hunt.succeeded")) || (rule.Id is { } id && Proofs.Contains(id));
        return own || rule.Tags.Any(t => Tags.Contains(t.ToLowerInvariant())) || (rule.Id is { } known && Rules.Contains(known)) || proves;
    }

    private static IReadOnlyList<Technique> Read()
    {
        using var stream = typeof(Technique).Assembly.GetManifestResourceStream("Postvakt.Hunts.techniques.json")!;
        return JsonSerializer.Deserialize<IReadOnlyList<Technique>>(stream, Json)!;
    }
}
