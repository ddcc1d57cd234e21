using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Cli.Verbs;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Hunts;

/// <summary>What passes between a hunt through logs and an incident: the indicators of its mails, and what was found.</summary>
internal static class HuntUpload
{
    /// <summary>Bytes of a file of indicators. 1 MiB.</summary>
    private const int MaxFile = 1 << 20;

    /// <summary>Indicators of a file, one a line; # begins a remark. Throws <see cref="FormatException"/> for a line that is none.</summary>
    public static IReadOnlyList<Indicator> Read(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: <= MaxFile }) throw new FormatException($"{path}: no file of indicators, or one of more than 1 MiB");
        return [.. File.ReadLines(path).Index().Select(l => (l.Index, Line: l.Item.Trim())).Where(l => l.Line.Length > 0 && l.Line[0] != '#')
            .Select(l => IndicatorText.Parse(l.Line) ?? throw new FormatException($"{path}, line {l.Index + 1}: no indicator; write host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST"))];
    }

    /// <summary>What the mails of an incident carry; null where there is no such incident.</summary>
    public static Task<List<Indicator>?> IndicatorsAsync(ApiClient client, string incident, CancellationToken cancellation) => client.GetAsync<List<Indicator>>(OperatorVerb.Path("incidents/{0}/indicators", incident), cancellation);

    /// <summary>Has the incident keep it; says on standard error what came of it, as standard output is the hunt's.</summary>
    public static async Task<bool> KeepAsync(ApiClient client, string incident, HuntReport report, CancellationToken cancellation)
    {
        HuntLine[] lines = [.. HuntLine.Of(report)];
        var indicators = HuntIndicators.Of(report);
        var ruling = await client.SendAsync<RulingView>(HttpMethod.Post, OperatorVerb.Path("incidents/{0}/hunts", incident), new HuntRequest
        {
            Hunt = report.Kind.ToString().ToLowerInvariant(), Files = report.Files.Count, Events = report.Events, Findings = report.Findings.Count + report.MoreFindings, Indicators = indicators,
            Outcomes = [.. report.Outcomes.OrderByDescending(o => o.State).Take(IncidentHunt.MaxOutcomes).Select(o => new HuntOutcome(o.Host, o.Technique.Id, o.Technique.Title, HuntText.State(o.State), o.Findings, [.. o.Missing.Select(m => m.Name)]))],
            Credits = [.. report.Credits.Take(IncidentHunt.MaxOutcomes)],
            // The gravest are kept, as the incident would; what stays is in the order of time again.
            Lines = [.. lines.Index().OrderByDescending(l => HuntLine.Weight(l.Item.Level)).ThenBy(l => l.Index).Take(IncidentHunt.MaxLines).OrderBy(l => l.Index).Select(l => l.Item)],
        }, cancellation).ConfigureAwait(false);
        Console.Error.WriteLine("postvakt: " + Plain.Text(ruling.Text, 500));
        if (ruling.Done && indicators.Count > 0)
            Console.Error.WriteLine($"postvakt: it names {Headline.Count(indicators.Count, "indicator")}; have mail looked through for those that are the thieves': postvakt indicators add --incident {Plain.Text(incident, 100)} --reason TEXT {string.Join(' ', indicators.Take(5).Select(i => Plain.Text($"{i.Type}:{Shell(i.Value)}", 120)))}{(indicators.Count > 5 ? " …" : "")}");
        return ruling.Done;
    }

    /// <summary>Defanged, so that no terminal makes a link of it and nothing in it means anything to a shell that somebody pastes it into.</summary>
    private static string Shell(string value) => string.Concat(value.Where(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '/' or ':' or '@')).Replace(".", "(.)", StringComparison.Ordinal);
}
