namespace Postvakt.Documents.Bench;

/// <summary>What is found in each file, for reading.</summary>
internal static class FindingList
{
    public static int Run(List<BenchFile> files)
    {
        foreach (var file in files)
        {
            var root = BenchInspection.Inspect(file);
            Console.WriteLine($"{file.Name} ({root.Kind}) {string.Join(", ", root.Properties.Select(p => $"{p.Key}={p.Value}"))}");
            foreach (var part in root.All)
            {
                var name = part == root ? "" : part.Path + " ";
                if (part != root) Console.WriteLine($"    [{part.Kind}] {part.Path}");
                foreach (var finding in part.Findings) Console.WriteLine($"    {finding.Kind.Severity,-8} {finding.Kind.Id} {finding.Where}: {finding.Text}");
                foreach (var effect in part.Effects) Console.WriteLine($"      {name}{effect.Kind} {effect.Target} {effect.Other} <- {effect.Where}: {effect.Call}");
                foreach (var module in part.Modules.Where(m => m.EntryPoints.Count + m.Decoded.Count > 0)) Console.WriteLine($"      {module.Name}: starts {string.Join(", ", module.EntryPoints)}; decoded {string.Join(" | ", module.Decoded)}");
                foreach (var (url, where) in part.Links) Console.WriteLine($"      link {url} <- {where}");
            }
        }
        return 0;
    }

    public static int Sources(List<BenchFile> files, string part)
    {
        foreach (var file in files.Where(f => f.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var module in BenchInspection.Inspect(file).All.SelectMany(f => f.Modules)) Console.WriteLine($"=== {file.Name} {module.Stream} {module.Name} ({module.Source.Length})\n{module.Source}");
        }
        return 0;
    }
}
