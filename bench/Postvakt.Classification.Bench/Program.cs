using System.Diagnostics;
using System.Globalization;
using System.Text;
using Postvakt.Classification;

// Processor time and allocations of one classification, by the length of the text. Postvakt.Classification.Bench [RUNS]
var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2_000;
string[] sentences =
[
    "Attached are the minutes of our meeting on Tuesday.", "Please send your comments before Friday.", "The invoice 4711 over 1,250.00 EUR is due within 30 days.", "Your order has shipped and will arrive tomorrow.",
    "We moved the budget question to next week because Linda could not be there.", "Call me at +1 (888) 555-0142 or write to office@firm.example.", "See https://portal.example/minutes for the rest.",
];
var loaded = Stopwatch.StartNew();
var classifier = LinearTextClassifier.Default;
loaded.Stop();
// Until the compiler has made it fast.
for (var i = 0; i < 20_000; i++) classifier.Classify(string.Join(" ", sentences), null);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"model read in {loaded.Elapsed.TotalMilliseconds:0} ms"));
foreach (var length in (int[])[200, 2_000, 20_000, 1_000_000])
{
    var text = new StringBuilder();
    for (var i = 0; text.Length < length; i++) text.Append(sentences[i * 5 % sentences.Length]).Append(i * 37 % 1000).Append(i % 3 == 0 ? '\n' : ' ');
    var whole = text.ToString();
    for (var i = 0; i < 200; i++) classifier.Classify(whole);
    var (before, started) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
    for (var i = 0; i < runs; i++) classifier.Classify(whole);
    var spent = Environment.CpuUsage.TotalTime - started;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{whole.Length,9:N0} characters: {spent.TotalMicroseconds / runs,8:0.0} µs, {(GC.GetAllocatedBytesForCurrentThread() - before) / runs,7:N0} bytes"));
}
