using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Postvakt.Detection;

namespace Postvakt.Server.Gateway;

/// <summary>Counters of the gateway, written in the text format that Prometheus reads (version 0.0.4). Safe for concurrent use.</summary>
internal sealed class GatewayMetrics
{
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];
    private readonly ConcurrentDictionary<(string Listener, Verdict Verdict, Disposition Disposition), long> _mails = new();
    private readonly ConcurrentDictionary<(string Listener, string Cause), long> _faults = new();
    private readonly long[] _times = new long[Buckets.Length + 1];
    private readonly ConcurrentDictionary<(string Listener, string Outcome), long> _handedOn = new();
    private long _repeats;
    private long _timeSum;

    public void Count(string listener, Verdict verdict, Disposition disposition, TimeSpan took)
    {
        _mails.AddOrUpdate((listener, verdict, disposition), 1, (_, n) => n + 1);
        var bucket = 0;
        while (bucket < Buckets.Length && took.TotalSeconds > Buckets[bucket]) bucket++;
        Interlocked.Increment(ref _times[bucket]);
        Interlocked.Add(ref _timeSum, took.Ticks);
    }

    public void CountRepeat() => Interlocked.Increment(ref _repeats);

    /// <param name="outcome">accepted, refused, deferred, indoubt.</param>
    public void CountHandedOn(string listener, string outcome) => _handedOn.AddOrUpdate((listener, outcome), 1, (_, n) => n + 1);

    /// <param name="cause">overload, deadline, store, mistake.</param>
    public void CountFault(string listener, string cause) => _faults.AddOrUpdate((listener, cause), 1, (_, n) => n + 1);

    /// <summary>Mails that could not be judged so far, by cause.</summary>
    public IReadOnlyDictionary<string, long> Faults() => _faults.GroupBy(f => f.Key.Cause, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(f => f.Value), StringComparer.Ordinal);

    /// <summary>Mails judged so far, and of them those that were marked and those that were held or rejected.</summary>
    public (long Judged, long Marked, long Held) Totals()
    {
        var (judged, marked, held) = (0L, 0L, 0L);
        foreach (var (kind, count) in _mails)
        {
            judged += count;
            if (kind.Disposition == Disposition.Tag) marked += count;
            else if (kind.Disposition is Disposition.Quarantine or Disposition.Reject) held += count;
        }
        return (judged, marked, held);
    }

    /// <param name="gauges">Values of the moment: name, help, value.</param>
    public string Write(IEnumerable<(string Name, string Help, double Value)> gauges)
    {
        var text = new StringBuilder();
        Head(text, "postvakt_mails_total", "counter", "Mails judged, by listener, verdict and what was done.");
        foreach (var ((listener, verdict, disposition), count) in _mails.OrderBy(m => m.Key))
            Line(text, $"postvakt_mails_total{{listener=\"{Escape(listener)}\",verdict=\"{verdict.Name()}\",disposition=\"{disposition.Name()}\"}}", count);
        Head(text, "postvakt_repeats_total", "counter", "Mails that were offered again and got the answer of the first time.");
        Line(text, "postvakt_repeats_total", Interlocked.Read(ref _repeats));
        Head(text, "postvakt_faults_total", "counter", "Mails that could not be judged through our own fault, by cause.");
        foreach (var ((listener, cause), count) in _faults.OrderBy(f => f.Key))
            Line(text, $"postvakt_faults_total{{listener=\"{Escape(listener)}\",cause=\"{cause}\"}}", count);
        Head(text, "postvakt_handed_on_total", "counter", "Mails given to the next hop, by what came of it; indoubt ones may arrive twice.");
        foreach (var ((listener, outcome), count) in _handedOn.OrderBy(h => h.Key))
            Line(text, $"postvakt_handed_on_total{{listener=\"{Escape(listener)}\",outcome=\"{outcome}\"}}", count);
        Head(text, "postvakt_answer_seconds", "histogram", "Time from the end of a mail to its answer.");
        var sum = 0L;
        for (var i = 0; i < _times.Length; i++)
        {
            sum += Interlocked.Read(ref _times[i]);
            Line(text, $"postvakt_answer_seconds_bucket{{le=\"{(i < Buckets.Length ? Buckets[i].ToString(CultureInfo.InvariantCulture) : "+Inf")}\"}}", sum);
        }
        Line(text, "postvakt_answer_seconds_sum", new TimeSpan(Interlocked.Read(ref _timeSum)).TotalSeconds);
        Line(text, "postvakt_answer_seconds_count", sum);
        foreach (var (name, help, value) in gauges)
        {
            Head(text, name, "gauge", help);
            Line(text, name, value);
        }
        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private static void Line(StringBuilder text, string series, double value) => text.Append(series).Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escape(string label) => label.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
