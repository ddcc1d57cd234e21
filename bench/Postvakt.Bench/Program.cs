using Postvakt.Bench;

if (args.Length < 2 && args is not ["quotes-hostile" or "verify" or "collect"])
{
    Console.Error.WriteLine("usage: quotes CASES.json | quotes-dir DIR [--brief] | quotes-speed DIR | quotes-hostile | scale PATH MESSAGES | speed PATH | held DIR ITEMS | share DIR CAMPAIGNS | events PATH MAILS | verify");
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
    "scale" when args.Length > 2 => ScaleRun.Run(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)),
    "held" when args.Length > 2 => HeldRun.Run(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)),
    "share" when args.Length > 2 => ShareRun.Run(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)),
    "events" when args.Length > 2 => await EventCost.RunAsync(args[1], int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)),
    "collect" => await EventCost.CollectAsync(),
    _ => 2,
};
