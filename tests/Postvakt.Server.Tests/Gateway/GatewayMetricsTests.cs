using System.Globalization;
using System.Text.RegularExpressions;
using Postvakt.Detection;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Tests.Gateway;

public sealed partial class GatewayMetricsTests
{
    [Fact]
    public void Text_IsWhatPrometheusReads()
    {
        var metrics = new GatewayMetrics();
        const string odd = "a\"b\\c\nd";
        metrics.Count(odd, Verdict.Malicious, Disposition.Quarantine, TimeSpan.FromMilliseconds(3));
        metrics.Count("mx", Verdict.Clean, Disposition.Deliver, TimeSpan.FromSeconds(100));
        metrics.Count("mx", Verdict.Clean, Disposition.Deliver, TimeSpan.FromMilliseconds(1));
        metrics.CountFault("mx", "no report");
        metrics.CountHandedOn("mx", "accepted");
        metrics.CountRepeat();
        var samples = Parse(metrics.Write([("postvakt_waiting_mails", "Waiting.", 1.5)]));
        Assert.Equal(1, samples[$"postvakt_mails_total|listener={odd}|verdict=malicious|disposition=quarantine"]);
        Assert.Equal(2, samples["postvakt_mails_total|listener=mx|verdict=clean|disposition=deliver"]);
        Assert.Equal(1, samples["postvakt_faults_total|listener=mx|cause=no report"]);
        Assert.Equal(1, samples["postvakt_handed_on_total|listener=mx|outcome=accepted"]);
        Assert.Equal((1, 1.5), (samples["postvakt_repeats_total"], samples["postvakt_waiting_mails"]));
        Assert.Equal((1, 1, 2, 2, 3), (samples["postvakt_answer_seconds_bucket|le=0.001"], samples["postvakt_answer_seconds_bucket|le=0.0025"],
            samples["postvakt_answer_seconds_bucket|le=0.005"], samples["postvakt_answer_seconds_bucket|le=60"], samples["postvakt_answer_seconds_bucket|le=+Inf"]));
        Assert.Equal(3, samples["postvakt_answer_seconds_count"]);
        Assert.Equal(100.004, samples["postvakt_answer_seconds_sum"], 6);
    }

    /// <summary>Samples by name and labels. Fails for a line that is none, a family without its type, or one in two places.</summary>
    private static Dictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var (samples, family, seen) = (new Dictionary<string, double>(), "", new HashSet<string>());
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                if (head.Groups[1].Value == "HELP") Assert.True(seen.Add(family = head.Groups[2].Value), line);
                else Assert.Equal(family, head.Groups[2].Value);
                continue;
            }
            var sample = Sample().Match(line);
            Assert.True(sample.Success, line);
            Assert.Matches($"^{family}(_bucket|_sum|_count)?$", sample.Groups["name"].Value);
            var labels = sample.Groups["label"].Captures.Zip(sample.Groups["value"].Captures, (l, v) => $"|{l.Value}={Plain(v.Value)}");
            samples.Add(sample.Groups["name"].Value + string.Concat(labels), double.Parse(sample.Groups["number"].Value, CultureInfo.InvariantCulture));
        }
        return samples;
    }

    private static string Plain(string label) => Escape().Replace(label, e => e.Value == "\\n" ? "\n" : e.Value[1..]);

    [GeneratedRegex(@"^# (HELP|TYPE) ([a-z_]+) (?:counter|gauge|histogram|[^\\]+)$")]
    private static partial Regex Head();

    [GeneratedRegex("""^(?<name>[a-z_]+)(\{((?<label>[a-z]+)="(?<value>([^"\\\n]|\\["\\n])*)",?)+\})? (?<number>[0-9.E+-]+)$""")]
    private static partial Regex Sample();

    [GeneratedRegex(@"\\.")]
    private static partial Regex Escape();
}
