using Postvakt.Classification.Models;

namespace Postvakt.Classification.Training;

/// <summary>Puts examples, fit and calibration together.</summary>
internal sealed class Trainer(Labels labels, TextWriter report)
{
    private const int Seed = 20;
    private const int Rounds = 15;

    /// <summary>Features that are kept, by the size of their weights. 48,000 × 45 labels are 2.2 MB.</summary>
    private const int MaxFeatures = 48_000;

    /// <summary>A topic of which less than three in ten authored texts in other wordings are found is not claimed.</summary>
    private const double LeastRecall = 0.3;

    public LinearModel Train(List<Example> authored, List<Example> genuine, List<Example> unsure, IReadOnlyList<string> languages)
    {
        List<Example> whole = [.. authored.Where(a => a.Side < 0), .. genuine, .. unsure];
        var first = Fit(whole);
        SortOut(unsure, first);
        Complete(genuine, first);
        Complete(unsure, first);

        var scores = new Dictionary<Example, float[]>();
        var quarters = Enumerable.Range(0, Examples.Quarters).Select(q => Fit([.. authored.Where(e => e.Side == Examples.Quarters + q), .. genuine.Concat(unsure).Where(e => e.Side != q)])).ToArray();
        var doubt = DoubtOf(genuine, quarters);
        foreach (var example in authored.Concat(genuine).Where(e => e.Side is >= 0 and < Examples.Quarters)) scores[example] = quarters[example.Side].Score(example);
        authored = [.. authored.Where(scores.ContainsKey)];
        var thresholds = Enumerable.Range(0, labels.Count).Select(l => Calibrate(l, authored, genuine, scores)).ToArray();
        Tell(authored, genuine, scores, thresholds);
        report.WriteLine(FormattableString.Invariant($"doubt {doubt}"));
        var last = Fit(whole);
        last.Doubt = doubt;
        return Pack(last, thresholds, authored, scores, languages);
    }

    /// <summary>As much as leaves all but one in fifty of the genuine mails benign.</summary>
    private float DoubtOf(List<Example> genuine, LinearFit[] quarters)
    {
        for (var doubt = 0f; ; doubt += 0.25f)
        {
            foreach (var quarter in quarters) quarter.Doubt = doubt;
            if (genuine.Count(e => ScoreOf(labels.Benign, quarters[e.Side].Score(e)) == 0) > genuine.Count / 50) return Math.Max(0, doubt - 0.25f);
        }
    }

    private LinearFit Fit(IReadOnlyList<Example> examples)
    {
        // One of mails needs several mails: names of one writer teach nothing.
        var families = new Dictionary<uint, HashSet<string>>();
        foreach (var example in examples)
            foreach (var feature in example.Features)
            {
                if (!families.TryGetValue(feature, out var of)) families[feature] = of = new(2, StringComparer.Ordinal);
                if (of.Count < 4) of.Add(example.Family);
            }
        var authored = examples.Where(e => e.Family.Contains(':', StringComparison.Ordinal)).SelectMany(e => e.Features).ToHashSet();
        var fit = new LinearFit(labels, families.Where(f => f.Value.Count >= (authored.Contains(f.Key) ? 1 : 4)).Select(f => f.Key));
        fit.Train(examples, Rounds, 0.8f, 1e-5f, Seed);
        return fit;
    }

    /// <summary>A mail is known not to have a topic when nothing speaks for it; the rest stays unknown.</summary>
    private void Complete(List<Example> mails, LinearFit fit)
    {
        foreach (var mail in mails)
        {
            var scores = fit.Score(mail);
            for (var i = labels.Intents; i < labels.Count; i++)
                if (mail.Truths[i] == -1 && scores[i] < 0.1f) mail.Truths[i] = 0;
        }
    }

    /// <summary>Unwanted mail of an open collection: what the first fit is sure of teaches that intent, what it thinks harmless teaches benign, the rest nothing.</summary>
    private void SortOut(List<Example> unsure, LinearFit fit)
    {
        foreach (var mail in unsure)
        {
            var scores = fit.Score(mail);
            var best = scores.AsSpan(0, labels.Intents).IndexOf(scores.Take(labels.Intents).Max());
            if (scores[best] < (best == labels.Benign ? 0.5f : 0.9f)) continue;
            for (var i = 0; i < labels.Intents; i++) mail.Truths[i] = (sbyte)(i == best ? 1 : 0);
            if (best == labels.Benign && labels.IndexOf(LabelKind.Topic, "Advertising and Promotions") is var advertising && advertising < labels.Count) mail.Truths[advertising] = 1;
        }
    }

    private float[] Calibrate(int label, List<Example> authored, List<Example> genuine, Dictionary<Example, float[]> scores)
    {
        var intent = label < labels.Intents;
        var said = authored.Select(e => (Score: ScoreOf(label, scores[e]), Right: e.Truths[label] == 1)).Where(s => s.Score > 0).ToList();
        var mails = label == labels.Benign ? [] : genuine.Where(e => intent || e.Truths[label] == 0).Select(e => ScoreOf(label, scores[e])).ToList();
        said.AddRange(intent ? [] : genuine.Where(e => e.Truths[label] == 1).Select(e => (ScoreOf(label, scores[e]), true)));
        return Calibration.Thresholds(said, mails, label == labels.Benign, intent);
    }

    /// <summary>0 for an intent that is not the best.</summary>
    private float ScoreOf(int label, float[] scores) => label >= labels.Intents || scores[label] >= scores.Take(labels.Intents).Max() ? scores[label] : 0;

    private void Tell(List<Example> authored, List<Example> genuine, Dictionary<Example, float[]> scores, float[][] thresholds)
    {
        report.WriteLine($"{authored.Count} texts of {authored.Select(a => a.Family).Distinct().Count()} families, {genuine.Count} genuine mails; scored by weights that learned from the other three quarters of wordings and mails");
        report.WriteLine($"{"",-52} families      low               medium            high");
        for (var label = 0; label < labels.Count; label++)
        {
            var line = $"{labels.All[label].Kind,-7} {labels.All[label].Name,-44} {authored.Where(a => a.Truths[label] == 1).Select(a => a.Family).Distinct().Count(),5}";
            foreach (var threshold in thresholds[label])
            {
                var said = authored.Where(a => ScoreOf(label, scores[a]) >= threshold).ToList();
                var right = said.Count(a => a.Truths[label] == 1);
                line += FormattableString.Invariant($"   {threshold:0.00} r{100.0 * right / Math.Max(1, authored.Count(a => a.Truths[label] == 1)),4:0} p{100.0 * right / Math.Max(1, said.Count),4:0} g{100.0 * genuine.Count(a => ScoreOf(label, scores[a]) >= threshold) / Math.Max(1, genuine.Count),5:0.00}");
            }
            report.WriteLine(line);
        }
    }

    private LinearModel Pack(LinearFit fit, float[][] thresholds, List<Example> authored, Dictionary<Example, float[]> scores, IReadOnlyList<string> languages)
    {
        var kept = Enumerable.Range(0, labels.Count).Where(l => l < labels.Intents || Recall(l) >= LeastRecall).ToArray();
        foreach (var label in Enumerable.Range(0, labels.Count).Except(kept)) report.WriteLine($"not claimed: {labels.All[label].Name}");
        var rows = fit.Rows.Where(r => r.Key != 0).OrderByDescending(r => Size(r.Value)).ThenBy(r => r.Key).Take(MaxFeatures).OrderBy(r => r.Key).ToArray();
        var scale = kept.Select(l => rows.Select(r => Math.Abs(fit.WeightsOf(r.Value)[l])).Order().ElementAt((int)(rows.Length * 0.9995)) / 127f).ToArray();
        var weights = rows.SelectMany(r => kept.Select((l, at) => (sbyte)Math.Clamp(MathF.Round(fit.WeightsOf(r.Value)[l] / scale[at]), -127, 127))).ToArray();
        var said = kept.Select((l, at) => new ModelLabel(labels.All[l].Kind, labels.All[l].Name, fit.Bias[l] - (l == labels.Benign ? fit.Doubt : 0), scale[at], DeniedBelow(l), thresholds[l][0], thresholds[l][1], thresholds[l][2])).ToArray();
        return new(languages, ["english"], said, [.. rows.Select(r => r.Key)], weights);

        // One in ten of the texts that have it scores lower, in other wordings than those learned.
        float DeniedBelow(int label)
        {
            var of = scores.Where(s => s.Key.Truths[label] == 1).Select(s => s.Value[label]).Order().ToArray();
            return Math.Min(of[of.Length / 10], thresholds[label][0]);
        }

        double Recall(int label)
        {
            var of = authored.Where(a => a.Truths[label] == 1).ToList();
            return of.Count(a => scores[a][label] >= thresholds[label][1]) / (double)of.Count;
        }

        float Size(int row)
        {
            float sum = 0;
            foreach (var weight in fit.WeightsOf(row)) sum += weight * weight;
            return sum;
        }
    }
}
