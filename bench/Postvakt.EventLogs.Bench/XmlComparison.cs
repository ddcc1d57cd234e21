using System.Text;

namespace Postvakt.EventLogs.Bench;

/// <summary>Every record rendered as XML and read back by the reader of XML: the same fields must come out.</summary>
internal static class XmlComparison
{
    public static int Run(string folder)
    {
        var (events, differences) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(folder, "*.evtx", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var log = LogFiles.Open(file);
            while (log.Read())
            {
                events++;
                var binary = Fields(log.Event);
                var xml = log.Event.ToXml() ?? "";
                using var written = LogFiles.Open(new MemoryStream(Encoding.UTF8.GetBytes(xml)));
                var read = written.Read() ? Fields(written.Event) : [];
                if (binary.SequenceEqual(read) && !written.Event.IsPartial) continue;
                if (++differences > 12) continue;
                Console.WriteLine($"{file} {log.Event.Position.RecordId} {written.Report.Problems.FirstOrDefault()?.What}");
                foreach (var field in binary.Except(read).Take(3)) Console.WriteLine($"  EVTX {field}");
                foreach (var field in read.Except(binary).Take(3)) Console.WriteLine($"  XML  {field}");
            }
        }
        Console.WriteLine($"{events} events, {differences} differ");
        return differences > 0 ? 1 : 0;
    }

    /// <summary>XML has one kind of line end, no control characters, and nothing and an empty text are the same in it.</summary>
    private static List<string> Fields(LogEvent read)
    {
        var fields = new List<string>();
        foreach (var field in read.Fields) fields.Add($"{field.Name}={string.Concat(field.ToString()?.ReplaceLineEndings("\n").Select(c => c is < ' ' and not ('\t' or '\n') or '\uFFFE' or '\uFFFF' or (>= '\uD800' and <= '\uDFFF') ? '\uFFFD' : c) ?? [])}");
        return fields;
    }
}
