using System.Globalization;
using System.Text;
using Postvakt.Sharing.Stix;
using Postvakt.Wording;

namespace Postvakt.Sharing.Lists;

/// <summary>Indicators as a table (RFC 4180): one a row. What a spreadsheet would take for a formula begins with an apostrophe, which is taken off again when it is read.</summary>
public static class CsvList
{
    private static readonly string[] Columns = ["type", "value", "confidence", "valid_from", "valid_until", "mails", "first_seen", "last_seen", "description", "labels", "id", "tlp", "report"];

    public static byte[] Write(SharedReport report)
    {
        var text = new StringBuilder(CsvLine.Quoted(Columns));
        foreach (var i in report.Indicators.Where(i => !i.Revoked))
        {
            text.Append(CsvLine.Quoted(new[]
            {
                i.Indicator.Type, i.Indicator.Value, i.Confidence.ToString(CultureInfo.InvariantCulture), StixTime.Of(i.ValidFrom), i.ValidUntil is { } until ? StixTime.Of(until) : "",
                i.Seen is { } seen ? seen.Mails.ToString(CultureInfo.InvariantCulture) : "", i.Seen is { } s ? StixTime.Of(s.First) : "", i.Seen is { } l ? StixTime.Of(l.Last) : "", i.Description, string.Join(' ', i.Labels), i.Id, "TLP:" + TlpText.Of(report.Tlp).ToUpperInvariant(), report.Name,
            }.Select(Harmless)));
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <param name="read">When it was read: from then on an indicator without a time is valid.</param>
    public static SharedReading Read(ReadOnlyMemory<byte> bytes, DateTimeOffset read, ReadingLimits? limits = null)
    {
        limits ??= ReadingLimits.Default;
        if (ListText.Of(bytes, limits, out var fault) is not { } text) return SharedReading.Broken(fault);
        var (skipped, found, places, tlp, rows) = (new SkippedList(), new List<SharedIndicator>(), (Dictionary<string, int>?)null, (Tlp?)null, 0);
        foreach (var (line, cells) in CsvRows.Of(text))
        {
            if (cells.Count == 1 && cells[0].Trim().Length == 0 || cells[0].StartsWith('#')) continue;
            if (places is null)
            {
                places = Header(cells);
                if (places.ContainsKey("value")) continue;
                places["value"] = 0;
            }
            if (++rows > limits.MaxObjects) return SharedReading.Broken(FormattableString.Invariant($"more than {limits.MaxObjects} rows"));
            string Cell(string column) => places.TryGetValue(column, out var at) && at < cells.Count ? Bare(cells[at]) : "";
            if (ListText.Parse(Cell("type").Trim().ToLowerInvariant(), Cell("value")) is not { } indicator)
            {
                skipped.Add(FormattableString.Invariant($"line {line}"), "no indicator");
                continue;
            }
            tlp = TlpText.Parse(Cell("tlp")) is { } marked && (tlp is null || marked > tlp) ? marked : tlp;
            found.Add(new SharedIndicator(Cell("id") is { Length: <= 200 } id && id.StartsWith("indicator--", StringComparison.Ordinal) ? id : StixWriter.IdOf("", indicator), indicator,
                int.TryParse(Cell("confidence"), NumberStyles.None, CultureInfo.InvariantCulture, out var confidence) ? Math.Min(confidence, 100) : SharedIndicator.UsualConfidence, Time(Cell("valid_from")) ?? read, Time(Cell("valid_until")))
            {
                Seen = long.TryParse(Cell("mails"), NumberStyles.None, CultureInfo.InvariantCulture, out var mails) && mails > 0 && Time(Cell("first_seen")) is { } first && Time(Cell("last_seen")) is { } last && last >= first ? new Sightings(mails, first, last) : null,
                Description = ForeignJson.Line(Cell("description"), 2_000), Labels = [.. Cell("labels").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(20).Select(l => ForeignJson.Line(l, 100))],
            });
        }
        return skipped.With(found.Count == 0 ? [] : [new SharedReport("", "", Producer.Unknown, tlp ?? Tlp.Amber, read, read) { Indicators = found }]);
    }

    /// <summary>Where the columns stand that are read; names that others use are known too.</summary>
    private static Dictionary<string, int> Header(IReadOnlyList<string> cells)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < cells.Count; i++)
        {
            var name = cells[i].Trim().TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '_');
            if (name is "indicator" or "ioc" or "ioc_value") name = "value";
            if (name is "indicator_type" or "ioc_type") name = "type";
            if (Columns.Contains(name)) places.TryAdd(name, i);
        }
        return places;
    }

    private static DateTimeOffset? Time(string text) => text.Length is > 0 and <= 40 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>A value that begins as a harmless one does has one apostrophe more, so that the first is always ours.</summary>
    private static string Harmless(string cell) => Bare(cell) != cell ? "'" + cell : CsvLine.Harmless(cell);

    private static string Bare(string cell) => cell.Length > 1 && cell[0] == '\'' && (cell[1] == '\'' || CsvLine.Harmless(cell[1..]).Length > cell.Length - 1) ? cell[1..] : cell;
}
