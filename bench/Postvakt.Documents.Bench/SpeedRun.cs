using System.Diagnostics;
using System.Runtime;

namespace Postvakt.Documents.Bench;

/// <summary>How much one thread inspects in one second of processor time.</summary>
internal static class SpeedRun
{
    /// <summary>Milliseconds before anything is measured.</summary>
    private const int LeastWarmUp = 4000;

    private const int MostWarmUp = 60_000;

    /// <summary>Milliseconds in which next to nothing is compiled any more.</summary>
    private const int Quiet = 2000;

    /// <summary>Methods compiled in one round that do not matter.</summary>
    private const int Few = 2;

    public static int Run(List<BenchFile> files, int rounds)
    {
        WarmUp(files);
        var times = new Dictionary<string, List<double>>();
        var seconds = new List<double>();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rounds; i++)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            Round(files, times);
            seconds.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds);
        }
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        seconds.Sort();
        var (median, bytes) = (seconds[seconds.Count / 2], files.Sum(f => (long)f.Content.Length));
        Console.WriteLine($"{files.Count} files, {bytes / 1e6:F1} MB, {rounds} rounds: CPU s a round min/median/max {seconds[0]:F3}/{median:F3}/{seconds[^1]:F3}");
        Console.WriteLine($"{files.Count / median:F0} files and {bytes / 1e6 / median:F1} MB a CPU second; {allocated / 1e6 / rounds / files.Count:F2} MB allocated a file; {GC.CollectionCount(2)} full collections");
        foreach (var (name, all) in times.OrderByDescending(t => Median(t.Value)).Take(12)) Console.WriteLine($"{Median(all),8:F2} ms  {name}");
        return 0;
    }

    /// <summary>
    /// Methods run slowly while their use is counted, and compiling them again takes processor time that is not the inspection's: both last until no
    /// more methods are compiled.
    /// </summary>
    private static void WarmUp(List<BenchFile> files)
    {
        var (all, quiet) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var compiled = 0L;
        while (all.ElapsedMilliseconds < LeastWarmUp || quiet.ElapsedMilliseconds < Quiet && all.ElapsedMilliseconds < MostWarmUp)
        {
            Round(files, null);
            var now = JitInfo.GetCompiledMethodCount();
            if (now - compiled > Few) quiet.Restart();
            compiled = now;
        }
    }

    private static void Round(List<BenchFile> files, Dictionary<string, List<double>>? times)
    {
        foreach (var file in files)
        {
            var start = Stopwatch.GetTimestamp();
            BenchInspection.Inspect(file);
            if (times is null) continue;
            if (!times.TryGetValue(file.Name, out var all)) times[file.Name] = all = [];
            all.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
