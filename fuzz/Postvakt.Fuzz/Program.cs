using System.Diagnostics;
using System.Globalization;
using Postvakt.Fuzz;
using Postvakt.Fuzz.Targets;

// --seed N --seconds S --count C --target message|text|smtp|milter|spf|directory|reports|sigma|mql|model|classify|sharing|archives|ole|excel|ooxml|pages|disks|links|evtx|logs|events [--out DIR]; or: --replay FILE --variant V --target …
var settings = new Dictionary<string, string>();
for (var n = 0; n + 1 < args.Length; n += 2) settings[args[n]] = args[n + 1];
var unknown = settings.Keys.Except(["--seed", "--seconds", "--count", "--target", "--out", "--replay", "--variant"]).ToArray();
ITarget? target = settings.GetValueOrDefault("--target") switch { "message" => new MessageTarget(), "text" => new TextTarget(), "smtp" => new SmtpTarget(), "milter" => new MilterTarget(), "spf" => new SpfTarget(), "directory" => new DirectoryTarget(), "reports" => new ReportTarget(), "sigma" => new SigmaTarget(), "mql" => new MqlTarget(), "model" => new ModelTarget(), "classify" => new ClassifyTarget(), "sharing" => new SharingTarget(), "taxii" => new TaxiiTarget(), "evtx" => new EvtxTarget(), "logs" => new LogTarget(), "events" => new EventTarget(), { } name => DocumentTarget.Of(name), _ => null };
if (target is null || unknown.Length > 0 || args.Length % 2 != 0)
{
    Console.Error.WriteLine("usage: Postvakt.Fuzz --target message|text|smtp|milter|spf|directory|reports|sigma|mql|model|classify|sharing|archives|ole|excel|ooxml|pages|disks|links|evtx|logs|events [--seed N] [--seconds S] [--count C] [--out DIR] [--replay FILE [--variant V]]");
    return 2;
}
int Number(string name, int otherwise) => settings.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

if (settings.TryGetValue("--replay", out var file))
{
    var input = File.ReadAllBytes(file);
    for (var i = 0; i < 5; i++)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"nothing happened, {Fuzzer.CpuTime(target, input, Number("--variant", 1)).TotalMilliseconds:0} ms of processor time for {input.Length} bytes"));
    return 0;
}

var seed = Number("--seed", 1);
var folder = settings.GetValueOrDefault("--out", Path.Combine("artifacts", "fuzz"));
var fuzzer = new Fuzzer(target, seed);

// An input that never ends would otherwise end with us, unseen.
using var guard = TimeProvider.System.CreateTimer(_ =>
{
    if (fuzzer.CurrentSince == 0 || Stopwatch.GetElapsedTime(fuzzer.CurrentSince) < TimeSpan.FromSeconds(60)) return;
    Console.WriteLine("stuck for a minute: " + Save("stuck", fuzzer.Current));
    Environment.Exit(1);
}, null, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

var watch = Stopwatch.StartNew();
fuzzer.Run(settings.ContainsKey("--count") ? Number("--count", 0) : long.MaxValue, TimeSpan.FromSeconds(Number("--seconds", settings.ContainsKey("--count") ? 86_400 : 60)));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{settings["--target"]}, seed {seed}: {fuzzer.Executions:N0} inputs, {fuzzer.Bytes / 1e6:N0} MB in {watch.Elapsed.TotalSeconds:N0} s, {fuzzer.Executions / watch.Elapsed.TotalSeconds:N0} a second, {fuzzer.Findings.Count} findings"));
var number = 0;
foreach (var finding in fuzzer.Findings)
{
    Console.WriteLine($"FINDING {finding.What}\n  {finding.Detail}\n  input: {Save($"{settings["--target"]}-{seed}-{++number}", finding.Input)} --variant {finding.Variant}");
}
return fuzzer.Findings.Count > 0 ? 1 : 0;

string Save(string name, byte[] input)
{
    Directory.CreateDirectory(folder);
    var path = Path.Combine(folder, name);
    File.WriteAllBytes(path, input);
    return path;
}
