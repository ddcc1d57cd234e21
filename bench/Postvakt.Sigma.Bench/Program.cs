using Postvakt.Sigma.Bench;

// What loads, and how fast rules run.
//   Postvakt.Sigma.Bench load FOLDER… [--placeholders FILE]                 counts, and what did not load with the reason
//   Postvakt.Sigma.Bench run EVENTS.jsonl FOLDER… [--rounds N] [--matches]   matches by rule, or microseconds an event as the rules grow
var folders = new List<string>();
for (var i = 1; i < args.Length; i++)
{
    if (args[i] is "--placeholders" or "--rounds") i++;
    else if (!args[i].StartsWith("--", StringComparison.Ordinal)) folders.Add(args[i]);
}
switch (args.FirstOrDefault())
{
    case "load" when folders.Count > 0: return LoadReport.Run(folders, Option("--placeholders"));
    case "run" when folders.Count > 1 && args.Contains("--matches"): return MatchReport.Run(folders[0], folders[1..]);
    case "run" when folders.Count > 1: return SpeedReport.Run(folders[0], folders[1..], int.TryParse(Option("--rounds"), out var rounds) ? rounds : 3);
    default:
        Console.Error.WriteLine("usage: Postvakt.Sigma.Bench load FOLDER… [--placeholders FILE] | run EVENTS.jsonl FOLDER… [--rounds N] [--matches]");
        return 2;
}

string? Option(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
