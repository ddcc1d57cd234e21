using System.Diagnostics;
using System.Globalization;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Bench;

/// <summary>Processor time of one event as the number of rules grows.</summary>
internal static class SpeedReport
{
    private const int Step = 31;

    public static int Run(string path, IReadOnlyList<string> folders, int rounds)
    {
        var events = JsonEvents.Read(path);
        var all = Files(folders);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{events.Count:N0} events, {events.Average(e => e.Count):N1} fields and {events.Average(e => e.Fields.ToArray().Sum(f => f.Text.Length)):N0} characters each"));
        foreach (var count in new[] { 100, 1_000, all.Count })
        {
            var loader = new SigmaRuleLoader();
            // Spread over all kinds.
            foreach (var file in all.Select((f, i) => (f, i)).OrderBy(f => f.i * Step % all.Count).Take(count).Select(f => f.f)) loader.AddFile(file);
            var rules = loader.Build();
            var engine = new SigmaEngine(rules);
            var matches = new List<SigmaMatch>();
            // Buckets are made when they are first needed.
            var warm = Stopwatch.StartNew();
            var session = engine.NewSession();
            foreach (var one in events) session.Evaluate(one, matches);
            var first = warm.Elapsed;
            var found = matches.Count;
            var best = double.MaxValue;
            for (var round = 0; round < rounds; round++)
            {
                matches.Clear();
                session = engine.NewSession();
                var before = Environment.CpuUsage.TotalTime;
                foreach (var one in events) session.Evaluate(one, matches);
                best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / events.Count);
            }
            GC.Collect();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Rules.Count,6:N0} rules: {best:N2} us of processor time an event, {1e6 / best:N0} events/s; first pass {first.TotalMilliseconds:N0} ms; {found:N0} matches; {GC.GetTotalMemory(true) / 1e6:N0} MB managed"));
        }
        return 0;
    }

    /// <summary>Files of rules for Windows.</summary>
    private static List<string> Files(IReadOnlyList<string> folders) =>
        [.. LoadReport.Load(folders).Rules.Where(r => r.LogSource.Product == "windows").Select(r => r.File).Distinct().Order(StringComparer.Ordinal)];
}
