using Postvakt.EventLogs.Bench;

// Reads log files and says what came of it.
//   Postvakt.EventLogs.Bench counts FOLDER counts.json     records of each EVTX file against those that another reader counted
//   Postvakt.EventLogs.Bench pairs FOLDER                  fields of each EVTX file against those of the JSON that evtx_dump made of it
//   Postvakt.EventLogs.Bench show FILE [N]                 the first events with their fields and their XML
//   Postvakt.EventLogs.Bench report PATH                   kind and report of each file of a folder
switch (args)
{
    case ["counts", var folder, var counts]: return CountComparison.Run(folder, counts);
    case ["pairs", var folder]: return PairComparison.Run(folder);
    case ["show", var file, .. var rest]: return Show.Run(file, rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3);
    case ["report", var path]: return Reports.Run(path);
    default:
        Console.Error.WriteLine("usage: Postvakt.EventLogs.Bench counts FOLDER counts.json | pairs FOLDER | show FILE [N] | report PATH");
        return 2;
}
