using System.Globalization;
using Postvakt.Hunts;
using Postvakt.Server.Api;
using Postvakt.Wording;

namespace Postvakt.Cli.Hunts;

/// <summary>An incident's timeline for a spreadsheet.</summary>
internal static class TimelineCsv
{
    public static void Write(TextWriter output, TimelineView timeline)
    {
        output.Write(CsvLine.Of(["time_utc", "chain", "from", "host", "person", "level", "what", "attack", "evidence", "traits", "place", "count"]));
        foreach (var (chain, line) in timeline.Lines.Select(l => (l.Chain, l.Line)))
            output.Write(CsvLine.Of(
            [
                line.At is { } at ? Ecs.Time(at) : "", chain.ToString(CultureInfo.InvariantCulture), line.Hunt, line.Host, line.Person, line.Level, line.Title, string.Join(' ', line.Attack), line.Evidence,
                string.Join(' ', line.Traits.Where(t => t.Kind != TraitKind.Host).Select(t => $"{t.Kind.ToString().ToLowerInvariant()}:{t.Value}")), line.Place, line.Count.ToString(CultureInfo.InvariantCulture),
            ]));
    }
}
