using System.Diagnostics;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake.Sources;
using Postvakt.Memory;
using Postvakt.Server.Installations;

namespace Postvakt.Bench;

/// <summary>What each stop of a mail costs, in one process and one thread, learning while judging: CPU, allocations, p50 and p99.</summary>
internal static class SpeedRun
{
    private static readonly string[] Stops = ["read", "parse", "judge", "remember"];

    public static int Run(string path)
    {
        var folder = Directory.CreateTempSubdirectory("postvakt-speed-");
        try
        {
            using var installation = Installation.Temporary(folder.FullName, MemoryOptions.Default, TimeProvider.System);
            // Compiling and first pages are not what a mail costs: one round before the counted one, in a Memory of its own.
            Round(installation, path, counted: false);
            var second = Directory.CreateDirectory(Path.Combine(folder.FullName, "counted"));
            using var fresh = Installation.Temporary(second.FullName, MemoryOptions.Default, TimeProvider.System);
            Round(fresh, path, counted: true);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Round(Installation installation, string path, bool counted)
    {
        var judge = installation.Judge(new JudgeOptions(), HijackModel.Default());
        var times = Stops.Select(_ => new List<double>()).ToArray();
        var bytes = new long[Stops.Length];
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var (mark, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());

        void Lap(int stop)
        {
            times[stop].Add(Stopwatch.GetElapsedTime(mark).TotalMicroseconds);
            bytes[stop] += GC.GetAllocatedBytesForCurrentThread() - allocated;
            (mark, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        }

        foreach (var mail in new MailSource(_ => { }).Read([path]))
        {
            Lap(0);
            using (mail)
            {
                var message = installation.Parser.Parse(mail);
                Lap(1);
                var judgement = judge.Examine(message);
                Lap(2);
                judge.Remember(judgement);
                Lap(3);
            }
        }
        installation.Memory.Commit();
        if (!counted) return;
        process.Refresh();
        var count = times[0].Count;
        Console.WriteLine($"{count:N0} mails, {(process.TotalProcessorTime - cpu).TotalSeconds * 1000 / count:F3} CPU seconds for 1,000 mails (process, all threads), peak {process.PeakWorkingSet64 >> 20} MB, collections {GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}");
        for (var i = 0; i < Stops.Length; i++)
        {
            times[i].Sort();
            Console.WriteLine($"{Stops[i],-9} mean {times[i].Average(),7:F0} us  p50 {times[i][count / 2],6:F0}  p99 {times[i][count * 99 / 100],6:F0}  max {times[i][^1],7:F0}  {bytes[i] / count,8:N0} bytes a mail");
        }
    }
}
