using Postvakt.Documents.Bench;

// Inspects every file of a folder on one thread and says how fast, or what differs from another tool's reading.
//   Postvakt.Documents.Bench FOLDER [--rounds N] [--only TEXT]     speed
//   Postvakt.Documents.Bench FOLDER --compare reference.json      VBA modules by name and hash of their source
//   Postvakt.Documents.Bench FOLDER --findings                     what is found in each file
//   Postvakt.Documents.Bench FOLDER --sources TEXT                 prints the modules of the files whose name holds TEXT
var folder = args[0];
var only = Option("--only");
var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
    .Where(f => only is null || f.Contains(only, StringComparison.OrdinalIgnoreCase))
    .Where(f => !Path.GetFileName(f).StartsWith("LICENSE", StringComparison.Ordinal) && !Path.GetFileName(f).StartsWith("NOTICE", StringComparison.Ordinal))
    .Order(StringComparer.Ordinal)
    .Select(f => new BenchFile(Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes(f)))
    .ToList();

if (Option("--compare") is { } reference) return ReferenceComparison.Run(files, reference);
if (args.Contains("--findings")) return FindingList.Run(files);
if (Option("--sources") is { } part) return FindingList.Sources(files, part);
return SpeedRun.Run(files, int.TryParse(Option("--rounds"), out var rounds) ? rounds : 5);

string? Option(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
