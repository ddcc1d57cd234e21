using System.Diagnostics;

namespace Postvakt.EventLogs.Bench;

/// <summary>Reads a file on one thread: processor time, not clock time, so that a busy machine does not count; what is allocated; what stays in memory at most.</summary>
internal static class SpeedRun
{
    public static int Run(string file, int rounds)
    {
        for (var round = 1; round <= rounds; round++)
        {
            var (allocated, cpu, watch) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            long events = 0, fields = 0, characters = 0, numbers = 0;
            using var log = LogFiles.Open(file);
            while (log.Read())
            {
                events++;
                foreach (ref readonly var field in log.Event.Fields)
                {
                    fields++;
                    characters += field.Text.Length;
                    numbers += field.Number;
                }
            }
            var seconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Console.WriteLine($"{events:N0} events, {fields:N0} fields, {characters:N0} characters ({numbers & 0xFFFF:x4}), {log.Report.Bytes:N0} bytes: {seconds:0.00} CPU s ({watch.Elapsed.TotalSeconds:0.00} s), "
                + $"{events / seconds:N0} events/s, {log.Report.Bytes / seconds / 1e6:N0} MB/s, {(double)allocated / Math.Max(1, events):0.0} bytes allocated an event, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB; {log.Report.Bad} bad, {log.Report.WrongChecksums} wrong checksums");
        }
        return 0;
    }
}
