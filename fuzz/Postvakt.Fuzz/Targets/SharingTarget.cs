using System.Text;
using Postvakt.Indicators;
using Postvakt.Sharing;
using Postvakt.Sharing.Lists;
using Postvakt.Sharing.Misp;
using Postvakt.Sharing.Patterns;
using Postvakt.Sharing.RuleFiles;
using Postvakt.Sharing.Stix;
using Postvakt.Sigma.Rules;

namespace Postvakt.Fuzz.Targets;

/// <summary>What others share: STIX bundles and patterns, MISP events, tables and lists. Whatever is read can be written in every format, and its indicators say the same afterwards.</summary>
internal sealed class SharingTarget : ITarget
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_636_362_000);

    public SharingTarget()
    {
        var producer = Producer.Named("Example");
        var report = new SharedReport("report--" + StableId.Ours("report", "seed"), "Wave", producer, Tlp.Green, Now, Now.AddHours(1))
        {
            Description = "One", FirstSeen = Now, LastSeen = Now.AddHours(1), Mails = 3, Techniques = ["T1566.002"], Families = ["Qbot"], Examples = [new SharedMail(Now, "thief@thief.example", "1@thief.example", "RE: x", ["charts.zip"])],
            Indicators = [Of("url", "http://thief.example/a'b\\c?d=1"), Of("host", "[2001:db8::7]"), Of("address", "thief@thief.example"), Of("file", "charts.zip"), Of("sha256", new string('a', 64)), Of("subject", "RE: x")],
        };
        Seeds =
        [
            StixBundle.Write(report), MispEvent.Write(report), CsvList.Write(report), PlainList.Write(report, "host"),
            .. new[] { "[url:value = 'http://a.example/' OR domain-name:value IN ('b.example', 'c.example')] AND ([file:hashes.'SHA-256' = 'a' AND file:name LIKE '%.zip']) REPEATS 2 TIMES WITHIN 5 SECONDS", "[NOT EXISTS process:opened_ref[*].value] FOLLOWEDBY [file:size >= 5] START t'2021-01-01T00:00:00Z' STOP t'2022-01-01T00:00:00Z'", "0.0.0.0 thief.example\n# x\n192.0.2.7\n" }.Select(Encoding.UTF8.GetBytes),
        ];
    }

    /// <summary>What is read is written in every format, which takes longer than reading: 200 ms for a list of ten thousand lines.</summary>
    public TimeSpan SlowPerBlock => TimeSpan.FromSeconds(1);

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Dictionary { get; } = ["[", "]", "(", ")", "'", "\\'", "\\\\", " AND ", " OR ", " NOT ", "FOLLOWEDBY", " = ", " IN (", ":value", "\"type\"", "\"id\"", "\"objects\"", "\"modified\"", "--", "\\ud800", "null", "{}", "\"", ",", ";", "\n", "\r\n", "=", "'=", "\u00ef\u00bb\u00bf", "hxxp", "[.]", "tlp:red"];

    public void Take(byte[] input, int variant)
    {
        var limits = variant % 7 == 0 ? new ReadingLimits { MaxBytes = 2_000, MaxObjects = 5, MaxDepth = 8, MaxRefs = 3 } : ReadingLimits.Default;
        if (variant % 5 == 4)
        {
            Pattern(Encoding.UTF8.GetString(input));
            return;
        }
        var read = (variant % 5) switch { 0 => StixReader.Read(input, limits), 1 => MispReader.Read(input, limits), 2 => CsvList.Read(input, Now, limits), _ => PlainList.Read(input, variant % 2 == 0 ? "" : "host", Now, limits) };
        if (read.Fault is not null && read.Reports.Count > 0) throw new InvariantException("a fault, and reports");
        if (read.Skipped.Count > SharedReading.MaxSkipped) throw new InvariantException("more skipped than are told");
        // Each is written and read in every format: of as many as a report of ours has, so that the time is that of the readers.
        foreach (var report in read.Reports.Take(3)) Written(report with { Indicators = [.. report.Indicators.Take(SharedReport.MaxIndicators)] }, variant);
    }

    private static void Written(SharedReport report, int variant)
    {
        foreach (var indicator in report.Indicators)
        {
            if (StixPattern.Of(indicator.Indicator) is not { } pattern || StixPattern.Read(pattern) is not { Fault: null, Needs.Count: 0, Indicators: [var same] } || same != indicator.Indicator) throw new InvariantException("an indicator whose pattern says something else");
        }
        var again = StixReader.Read(StixBundle.Write(report));
        if (again.Fault is not null) throw new InvariantException("a bundle that is not read: " + again.Fault);
        _ = MispReader.Read(MispEvent.Write(report)).Fault is { } fault ? throw new InvariantException("an event that is not read: " + fault) : 0;
        if (CsvList.Read(CsvList.Write(report), Now).Fault is not null) throw new InvariantException("a table that is not read");
        _ = MqlFile.Write(report);
        var rules = SigmaFile.Write(report);
        if (variant % 16 != 0) return;
        var loader = new SigmaRuleLoader();
        loader.AddText("made.yml", Encoding.UTF8.GetString(rules));
        if (loader.Build().Problems is [var problem, ..]) throw new InvariantException("a rule that is not read: " + problem);
    }

    private static void Pattern(string text)
    {
        var read = StixPattern.Read(text);
        if (read.Fault is not null && read.Indicators.Count > 0) throw new InvariantException("a fault, and indicators");
        foreach (var indicator in read.Indicators)
            if (StixPattern.Of(indicator) is not { } pattern || StixPattern.Read(pattern).Fault is not null) throw new InvariantException("an indicator that no pattern says");
    }

    private static SharedIndicator Of(string type, string value) => new("", new Indicator(type, value), 80, Now, Now.AddDays(90)) { Description = "Seen", Labels = ["x"] };
}
