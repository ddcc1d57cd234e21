namespace Postvakt.EventLogs.Bench;

/// <summary>The first events of a file, as they are read.</summary>
internal static class Show
{
    public static int Run(string file, int count)
    {
        using var log = LogFiles.Open(file);
        Console.WriteLine($"{log.Kind} {log.Unknown}");
        for (var n = 0; n < count && log.Read(); n++)
        {
            Console.WriteLine($"--- {log.Event.Position} {log.Event.Time:O}{(log.Event.IsPartial ? " partial" : "")}");
            foreach (var field in log.Event.Fields) Console.WriteLine($"  {field.Name} = {(field.Kind == LogFieldKind.Number ? "#" : "")}{field}");
            if (log.Event.ToXml() is { } xml) Console.WriteLine(xml);
        }
        foreach (var problem in log.Report.Problems) Console.WriteLine($"! {problem.Where} {problem.What}");
        return 0;
    }
}
