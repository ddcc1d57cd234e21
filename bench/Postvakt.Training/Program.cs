using System.Globalization;
using System.Text.Json;
using Postvakt.Facts;
using Postvakt.Training;

if (args.Length < 3)
{
    Console.Error.WriteLine("usage: training FACTS.tsv PRIOR.json MODEL.json [PENALTY]");
    return 2;
}
var rows = FactTable.Read(args[0]);
var prior = new double[FactCatalogue.Count];
double priorBias;
using (var document = JsonDocument.Parse(File.ReadAllBytes(args[1])))
{
    priorBias = document.RootElement.GetProperty("bias").GetDouble();
    foreach (var entry in document.RootElement.GetProperty("weights").EnumerateObject())
        prior[(int)FactCatalogue.All.First(f => f.Name == entry.Name).Fact] = entry.Value.GetDouble();
}
var penalty = args.Length > 3 ? double.Parse(args[3], CultureInfo.InvariantCulture) : 0.0005;
// Traits of one lure author or of a construction must not carry a verdict: their weights are held down.
var ceiling = FactCatalogue.All.Select(f => f.Fact switch { Fact.OddPayloadAsleep => 1.0, Fact.NameUnlikeAddress => 0.8, Fact.DomainNew => 0.5, Fact.ManySenders => 1.0, Fact.HostInsertedInQuote => 4.0, Fact.AccountNew => 3.0, _ => -1 } is >= 0 and var own ? own : f.Group switch
{
    FactGroup.LinkForm => 0.8,
    FactGroup.Habit => 0.8,
    FactGroup.Sleep => 0.8,
    FactGroup.Sender => 0.8,
    FactGroup.Claim => 0.8,
    FactGroup.Text => 1.0,
    FactGroup.HostNovelty => 2.5,
    FactGroup.Attachment => 2.0,
    _ => 3.5,
}).ToArray();
var fit = new LogisticFit(prior, ceiling, priorBias, penalty);

(double[] Weights, double Bias) Train(IEnumerable<FactRow> some) => fit.Fit(TrainingSet.Of(some));
List<(FactRow, double)> Score((double[] Weights, double Bias) model, IEnumerable<FactRow> some, params FactGroup[] without) =>
    [.. some.Select(r => (r, r.Claims ? LogisticFit.Score(model.Weights, model.Bias, TrainingSet.Without(r.Values, without)) : 0))];

// Thresholds come from mail that the weights have not seen.
const int folds = 5;
var unseen = new List<(FactRow Row, double Score)>();
for (var fold = 0; fold < folds; fold++)
{
    var model = Train(rows.Where(r => r.Fold(folds) != fold));
    unseen.AddRange(Score(model, rows.Where(r => r.Fold(folds) == fold)));
}
var whole = Train(rows);
var fitted = Score(whole, rows);
// Between what unseen mail asks for and what the fitted mail allows, nearer to the latter.
double Between(double natural, double hard) => 0.3 * Report.Threshold(unseen, natural, hard) + 0.7 * Report.Threshold(fitted, natural, hard);
var malicious = Between(0.0005, 0.02);
var suspicious = Between(0.003, 0.08);
Console.WriteLine($"malicious / suspicious; thresholds {malicious:F4} {suspicious:F4}, penalty {penalty}");
Report.Print("cross-validated", unseen, suspicious, malicious);
Report.Print("fitted", fitted, suspicious, malicious);
Report.Print("fitted, thresholds at budget", fitted, Report.Threshold(fitted, 0.003, 0.08), Report.Threshold(fitted, 0.0005, 0.02));
Console.WriteLine($"at budget: fitted {Report.Threshold(fitted, 0.0005, 0.02):F4} {Report.Threshold(fitted, 0.003, 0.08):F4}, unseen {Report.Threshold(unseen, 0.0005, 0.02):F4} {Report.Threshold(unseen, 0.003, 0.08):F4}");
foreach (var org in rows.Select(r => r.Org).Distinct().ToArray())
{
    var other = Train(rows.Where(r => r.Org != org));
    var scored = Score(other, rows.Where(r => r.Org == org));
    Report.Print("trained elsewhere", scored, suspicious, malicious);
    Report.Print("trained elsewhere, own thresholds", scored, Report.Threshold(scored, 0.003, 0.08), Report.Threshold(scored, 0.0005, 0.02));
}
// Taken away at training and at judging: what is left must carry alone.
foreach (var group in (FactGroup[])[FactGroup.LinkForm, FactGroup.HostNovelty, FactGroup.Campaign, FactGroup.Attachment, FactGroup.Habit, FactGroup.Impersonation, FactGroup.Sleep])
{
    var left = rows.Select(r => r with { Values = TrainingSet.Without(r.Values, [group]) }).ToArray();
    var scored = Score(Train(left), left);
    Report.Print($"retrained without {group}", scored, Report.Threshold(scored, 0.003, 0.08), Report.Threshold(scored, 0.0005, 0.02));
    Report.Print($"  default weights, no {group}", Score(whole, left), suspicious, malicious);
}

using (var stream = File.Create(args[2]))
using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
{
    json.WriteStartObject();
    json.WriteString("trained", "docs/decisions/0004-model.md: bench/Postvakt.Training on facts of two organisations, thresholds by five-fold cross-validation over campaigns");
    json.WriteNumber("bias", Math.Round(whole.Bias, 4));
    json.WriteNumber("suspicious", Math.Round(suspicious, 4));
    json.WriteNumber("malicious", Math.Round(malicious, 4));
    json.WriteStartObject("weights");
    for (var i = 0; i < whole.Weights.Length; i++) if (whole.Weights[i] >= 0.005) json.WriteNumber(FactCatalogue.All[i].Name, Math.Round(whole.Weights[i], 3));
    json.WriteEndObject();
    json.WriteEndObject();
}
foreach (var (weight, index) in whole.Weights.Select((w, i) => (w, i)).OrderByDescending(x => x.w).Take(45)) Console.Write($"{FactCatalogue.All[index].Name}={weight:F2} ");
Console.WriteLine($"bias={whole.Bias:F2}");
return 0;
