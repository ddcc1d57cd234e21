namespace Postvakt.EventLogs.Bench;

/// <summary>What each file of a folder is, and what reading it came to.</summary>
internal static class Reports
{
    public static int Run(string path)
    {
        foreach (var file in File.Exists(path) ? (IEnumerable<string>)[path] : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var log = LogFiles.Open(file);
            while (log.Read()) { }
            var report = log.Report;
            Console.WriteLine($"{log.Kind,-24} {report.Events,8} events {report.Bad,6} bad {(report.IsTorn ? "torn " : "")}{report.First:s} to {report.Last:s}  {file} {log.Unknown}");
            foreach (var problem in report.Problems.Take(3)) Console.WriteLine($"    {problem.Where.Offset} line {problem.Where.Line}: {problem.What}");
        }
        return 0;
    }
}
