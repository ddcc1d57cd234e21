using System.Globalization;
using Postvakt.EventLogs.Bench;

// Reads log files and says what came of it.
//   Postvakt.EventLogs.Bench counts FOLDER counts.json     records of each EVTX file against those that another reader counted
//   Postvakt.EventLogs.Bench pairs FOLDER                  fields of each EVTX file against those of the JSON that evtx_dump made of it
//   Postvakt.EventLogs.Bench xml FOLDER                    fields of each EVTX file against those of the XML that is written of it
//   Postvakt.EventLogs.Bench make FOLDER OUT RECORDS [BYTES]   a large EVTX file of the chunks of the folder's files
//   Postvakt.EventLogs.Bench speed FILE [ROUNDS]           how fast, on one thread
//   Postvakt.EventLogs.Bench show FILE [N]                 the first events with their fields and their XML
//   Postvakt.EventLogs.Bench report PATH                   kind and report of each file of a folder
switch (args)
{
    case ["counts", var folder, var counts]: return CountComparison.Run(folder, counts);
    case ["pairs", var folder]: return PairComparison.Run(folder);
    case ["xml", var folder]: return XmlComparison.Run(folder);
    case ["make", var folder, var output, var records, .. var bytes]: return MakeLarge.Run(folder, output, Number(records), bytes.Length > 0 ? Number(bytes[0]) : long.MaxValue);
    case ["speed", var file, .. var rounds]: return SpeedRun.Run(file, rounds.Length > 0 ? (int)Number(rounds[0]) : 3);
    case ["show", var file, .. var rest]: return Show.Run(file, rest.Length > 0 ? (int)Number(rest[0]) : 3);
    case ["report", var path]: return Reports.Run(path);
    default:
        Console.Error.WriteLine("usage: Postvakt.EventLogs.Bench counts FOLDER counts.json | pairs FOLDER | xml FOLDER | make FOLDER OUT RECORDS [BYTES] | speed FILE [ROUNDS] | show FILE [N] | report PATH");
        return 2;
}

static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
