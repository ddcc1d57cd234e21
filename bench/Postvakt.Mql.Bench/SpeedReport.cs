using System.Diagnostics;
using System.Globalization;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;

namespace Postvakt.Mql.Bench;

/// <summary>Processor time and allocations of all rules over synthetic mails, with no capability but lists.</summary>
internal static class SpeedReport
{
    public static int Run(IReadOnlyList<string> folders, string? lists, int count, int seed, int words)
    {
        var watch = Stopwatch.StartNew();
        var rules = CheckReport.Load(folders);
        var loaded = watch.Elapsed;
        var host = new JsonHost();
        if (lists is not null)
            foreach (var (name, list) in MqlListFolder.Read(lists).Lists) host.Lists[name] = list;
        watch.Restart();
        var engine = new MqlEngine(rules, host);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rules.Rules.Count:N0} rules read in {loaded.TotalMilliseconds:N0} ms, compiled in {watch.Elapsed.TotalMilliseconds:N0} ms"));
        var made = new MadeMails(new Random(seed), words);
        var mails = Enumerable.Range(0, count).Select(_ => JsonHost.Read(made.Next())).ToArray();
        var session = engine.NewSession();
        for (var round = 0; round < 4; round++)
        {
            var outcomes = new long[3];
            var (cpu, bytes) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread());
            foreach (var mail in mails)
            {
                session.Begin(mail);
                foreach (var rule in engine.Rules) outcomes[(int)session.Evaluate(rule).Outcome]++;
            }
            var spent = Environment.CpuUsage.TotalTime - cpu;
            var evaluations = (double)count * engine.Rules.Count;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {spent.TotalMilliseconds / count:N2} ms of processor time and {(GC.GetAllocatedBytesForCurrentThread() - bytes) / 1024 / count:N0} KiB a mail; {spent.TotalMilliseconds / evaluations * 1000:N3} ms a thousand evaluations; {outcomes[1]:N0} matches, {outcomes[0]:N0} none, {outcomes[2]:N0} indeterminate"));
        }
        Slowest(engine, session, mails);
        GC.Collect();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalMemory(true) / 1e6:N0} MB managed"));
        GC.KeepAlive(engine);
        return 0;
    }

    private static void Slowest(MqlEngine engine, MqlSession session, IReadOnlyList<MqlMap> mails)
    {
        var times = new long[engine.Rules.Count];
        foreach (var mail in mails)
        {
            session.Begin(mail);
            for (var i = 0; i < times.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                session.Evaluate(engine.Rules[i]);
                times[i] += Stopwatch.GetTimestamp() - start;
            }
        }
        Console.WriteLine("slowest, microseconds a mail; what rules share counts for the first that asks");
        foreach (var (ticks, rule) in times.Zip(engine.Rules).OrderByDescending(t => t.First).Take(8))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {ticks * 1e6 / Stopwatch.Frequency / mails.Count,8:N1}  {rule.Name}"));
    }
}
