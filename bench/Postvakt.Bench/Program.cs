using Postvakt.Bench;

if (args.Length < 2 && args is not ["quotes-hostile" or "verify" or "collect"])
{
    Console.Error.WriteLine("usage: quotes CASES.json | quotes-dir DIR [--brief] | quotes-speed DIR | quotes-hostile | scale PATH MESSAGES | speed PATH | held DIR ITEMS | share DIR CAMPAIGNS | events PATH MAILS | feeds PATH HOSTS | shared-fill CONNECTION PATH KEYS SCHEMA MESSAGES | shared CONNECTION PATH KEYS SCHEMA... | nodes CONNECTION PATH MAILS [PER_SECOND] | verify");
    return 2;
}
return args[0] switch
{
    "quotes" => QuoteCases.Run(args[1]),
    "quotes-dir" => QuoteDump.Run(args[1], args.Contains("--brief")),
    "quotes-speed" => QuoteSpeed.Run(args[1]),
    "quotes-hostile" => QuoteHostile.Run(),
    "verify" => await VerifySpeed.RunAsync(),
    "speed" => SpeedRun.Run(args[1]),
    "scale" when args.Length > 2 => ScaleRun.Run(args[1], Number(2)),
    "held" when args.Length > 2 => HeldRun.Run(args[1], Number(2)),
    "share" when args.Length > 2 => ShareRun.Run(args[1], Number(2)),
    "feeds" when args.Length > 2 => FeedsRun.Run(args[1], Number(2)),
    "events" when args.Length > 2 => await EventCost.RunAsync(args[1], Number(2)),
    "shared-fill" when args.Length > 5 => SharedRun.Fill(args[1], args[2], args[3], args[4], Number(5)),
    "shared" when args.Length > 4 => SharedRun.Measure(args[1], args[2], args[3], args[4..]),
    "nodes" when args.Length > 3 => await NodesRun.RunAsync(args[1], args[2], Number(3), args.Length > 4 ? Number(4) : 0),
    "node" when args.Length > 8 => await NodesRun.NodeAsync(args[1], args[2], Number(3), Number(4), Number(5), Number(6), args[7], args[8]),
    "collect" => await EventCost.CollectAsync(),
    _ => 2,
};

int Number(int at) => int.Parse(args[at], System.Globalization.CultureInfo.InvariantCulture);
