using System.Diagnostics;
using System.Globalization;
using Postvakt.Sharing.Lists;
using Postvakt.Sharing.Misp;
using Postvakt.Sharing.Stix;
using Postvakt.Tests.Sharing;

namespace Postvakt.Bench;

/// <summary>Writes made-up campaigns in each format, for other programs to check, and says how long that took.</summary>
internal static class ShareRun
{
    public static int Run(string folder, int count)
    {
        Directory.CreateDirectory(folder);
        var made = new MadeReports(20211108);
        var (written, read, bytes) = (TimeSpan.Zero, TimeSpan.Zero, 0L);
        for (var n = 0; n < count; n++)
        {
            var report = made.Next();
            var started = Stopwatch.GetTimestamp();
            var stix = StixBundle.Write(report);
            written += Stopwatch.GetElapsedTime(started);
            started = Stopwatch.GetTimestamp();
            StixReader.Read(stix);
            read += Stopwatch.GetElapsedTime(started);
            bytes += stix.Length;
            var name = Path.Combine(folder, n.ToString("0000", CultureInfo.InvariantCulture));
            File.WriteAllBytes(name + ".stix.json", stix);
            File.WriteAllBytes(name + ".misp.json", MispEvent.Write(report));
            File.WriteAllBytes(name + ".csv", CsvList.Write(report));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} campaigns, {bytes / 1024.0 / 1024.0:0.0} MiB of STIX: written {bytes / 1048576.0 / written.TotalSeconds:0} MiB/s, read {bytes / 1048576.0 / read.TotalSeconds:0} MiB/s"));
        return 0;
    }
}
