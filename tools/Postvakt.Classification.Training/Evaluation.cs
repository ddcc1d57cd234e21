using System.Text.Json;

namespace Postvakt.Classification.Training;

/// <summary>What a model says of texts: how often each label at each confidence; or, of every text, what it says.</summary>
internal static class Evaluation
{
    public static void Run(ITextClassifier classifier, IEnumerable<string> files, bool each, TextWriter to)
    {
        var (count, unjudged) = (0, 0);
        var open = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var tally = new SortedDictionary<string, int[]>(StringComparer.Ordinal);
        foreach (var line in files.SelectMany(File.ReadLines))
        {
            using var json = JsonDocument.Parse(line);
            var said = classifier.Classify(json.RootElement.GetProperty("text").GetString() ?? "", null);
            count++;
            if (!said.IsJudged) unjudged++;
            if (each) to.WriteLine(JsonSerializer.Serialize(new { path = json.RootElement.GetProperty("path").GetString(), language = said.Language, judged = said.IsJudged, intents = said.Intents.Select(Word), topics = said.Topics.Select(Word), tags = said.Tags.Select(Word), entities = said.Entities.Select(e => e.Name + "=" + e.Text) }));
            Add("intent ", said.Intents);
            Add("topic ", said.Topics);
            Add("tag ", said.Tags);
            foreach (var topic in said.OpenTopics)
            {
                if (!open.TryAdd(topic, 1)) open[topic]++;
            }
        }
        if (each) return;
        to.WriteLine($"{count} texts, {unjudged} not judged");
        foreach (var (name, counts) in tally) to.WriteLine(FormattableString.Invariant($"  {name,-52} low {counts[0],5}  medium {counts[1],5}  high {counts[2],5} ({100.0 * counts[2] / count:0.00} %)"));
        foreach (var (name, times) in open) to.WriteLine(FormattableString.Invariant($"  open {name,-47} {times,5} ({100.0 * times / count:0.0} %)"));

        void Add(string kind, IReadOnlyList<TextLabel> labels)
        {
            foreach (var label in labels)
            {
                if (!tally.TryGetValue(kind + label.Name, out var counts)) tally[kind + label.Name] = counts = new int[3];
                counts[(int)label.Confidence]++;
            }
        }
    }

    private static string Word(TextLabel label) => FormattableString.Invariant($"{label.Name}:{label.Confidence}:{label.Score:0.00}");
}
