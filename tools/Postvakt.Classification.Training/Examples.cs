using System.Text.Json;
using Postvakt.Classification.Models;
using Postvakt.Classification.Words;

namespace Postvakt.Classification.Training;

/// <summary>Makes examples of authored texts and of mails.</summary>
internal static class Examples
{
    public const int Quarters = 4;

    private const int PerFamily = 80;

    private const double Long = 0.4;

    public static List<Example> Authored(Grammar grammar, Labels labels, int seed)
    {
        var examples = new List<Example>();
        foreach (var (family, number) in grammar.Families.Select((f, n) => (f, n)))
        {
            var random = new Random(seed + number * 7919);
            var truths = new sbyte[labels.Count];
            truths[labels.IndexOf(LabelKind.Intent, family.Intent)] = 1;
            foreach (var topic in family.Topics) truths[labels.IndexOf(LabelKind.Topic, topic)] = 1;
            foreach (var tag in family.Tags) truths[labels.IndexOf(LabelKind.Tag, tag)] = 1;
            var count = family.Language == "english" ? PerFamily : PerFamily / 2;
            Add(-1, new(null), count);
            for (var quarter = 0; quarter < Quarters; quarter++)
            {
                Add(quarter, new(quarter), count / 4);
                Add(Quarters + quarter, new(quarter, Without: true), count / 2);
            }

            void Add(int side, Wording wording, int texts)
            {
                for (var i = 0; i < texts; i++) examples.Add(new(FeaturesOf(Text(family, random, wording)), truths, family.Name, side));
            }
        }
        return examples;

        // Some letters are long: two of a kind in one, or what is long would be taken for harmless.
        string Text(AuthoredText family, Random random, Wording wording)
        {
            var text = grammar.Write(family, random, wording);
            while (random.NextDouble() < Long) text += "\n" + grammar.Write(family, random, wording);
            return text;
        }
    }

    /// <param name="mailbox">Each file is one mailbox: its mails are tried together, because what one writer is used to is not to be learned from his other mails.</param>
    /// <summary>Lines of JSON with "text" and "subject", as the verb "texts" writes them. Every third is read with its subject: rules ask both ways.</summary>
    public static List<Example> Mails(IEnumerable<string> files, Labels labels, Func<string, string, sbyte[]> truths, bool mailbox = false)
    {
        var examples = new List<Example>();
        foreach (var (file, number) in files.Select((f, n) => (f, n)))
        {
            foreach (var line in File.ReadLines(file))
            {
                using var json = JsonDocument.Parse(line);
                var path = json.RootElement.GetProperty("path").GetString() ?? "";
                var (subject, text) = (json.RootElement.GetProperty("subject").GetString() ?? "", json.RootElement.GetProperty("text").GetString() ?? "");
                var features = FeaturesOf(examples.Count % 3 == 0 ? subject + "\n" + text : text);
                if (features.Length >= 8) examples.Add(new(features, truths(subject, text), path, mailbox ? number % Quarters : examples.Count % Quarters));
            }
        }
        return examples;
    }

    /// <summary>What a genuine mail shows by its form: a long one that is no answer and tells how to leave is a newsletter, one that does not tell is none; null where it could be either (posts of mailing lists).</summary>
    public static bool? IsNewsletter(string subject, string text)
    {
        if (!text.Contains("unsubscribe", StringComparison.OrdinalIgnoreCase) && !text.Contains("remove yourself", StringComparison.OrdinalIgnoreCase)) return text.Length < 1_500 ? false : null;
        var list = text.Contains("mailing list", StringComparison.OrdinalIgnoreCase) || text.Contains("this group", StringComparison.OrdinalIgnoreCase);
        return list || text.Length < 1_500 || subject.StartsWith("re:", StringComparison.OrdinalIgnoreCase) ? null : true;
    }

    public static uint[] FeaturesOf(string text)
    {
        var words = new List<Word>();
        WordReader.Read(text, words);
        var set = new FeatureSet();
        set.Read([.. words]);
        return [.. set.Features];
    }
}
