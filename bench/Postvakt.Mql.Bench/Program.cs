using Postvakt.Mql.Bench;

// What of a collection of rules reads, what of it can match with which capabilities, and how fast it runs.
//   Postvakt.Mql.Bench check FOLDER… [--have NAME,NAME…] [--lists DIR]     counts, what is wrong, what is missing to how many rules
//   Postvakt.Mql.Bench speed FOLDER… [--lists DIR] [--mails N] [--seed N] [--words N]  processor time and allocations over synthetic mails
var folders = new List<string>();
for (var i = 1; i < args.Length; i++)
{
    if (args[i].StartsWith("--", StringComparison.Ordinal)) i++;
    else folders.Add(args[i]);
}
switch (args.FirstOrDefault())
{
    case "check" when folders.Count > 0: return CheckReport.Run(folders, Option("--have")?.Split(',') ?? [], Option("--lists"));
    case "speed" when folders.Count > 0: return SpeedReport.Run(folders, Option("--lists"), Number("--mails", 200), Number("--seed", 1), Number("--words", 400));
    default:
        Console.Error.WriteLine("usage: Postvakt.Mql.Bench check FOLDER… [--have NAMES] [--lists DIR] | speed FOLDER… [--lists DIR] [--mails N] [--seed N] [--words N]");
        return 2;
}

string? Option(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

int Number(string option, int otherwise) => int.TryParse(Option(option), out var number) ? number : otherwise;
