using System.Diagnostics;

namespace Postvakt.Documents.Bench;

/// <summary>How much one thread inspects in one second of processor time.</summary>
internal static class SpeedRun
{
    private const int WarmUp = 4000;

    public static int Run(List<BenchFile> files, int rounds)
    {
        // Tiered compilation needs calls and time to settle.
        var warm = Stopwatch.StartNew();
        for (var i = 0; i < 3 || warm.ElapsedMilliseconds < WarmUp; i++) Round(files, null);
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
