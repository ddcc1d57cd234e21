using System.Runtime.InteropServices;
using Postvakt.Classification.Entities;
using Postvakt.Classification.Languages;
using Postvakt.Classification.Models;
using Postvakt.Classification.Words;

namespace Postvakt.Classification;

/// <summary>The classifier that comes with the product: a linear model over words and pairs of words. Made from texts that docs/classification.md names; another model of the same form may be put in its place.</summary>
public sealed class LinearTextClassifier : ITextClassifier
{
    /// <summary>Words of a text below which it says nothing of intents. 4: "see attached" is anything.</summary>
    private const int LeastWords = 4;

    [ThreadStatic]
    private static Scratch? s_scratch;

    private static readonly Lazy<LinearTextClassifier> Shipped = new(Load);

    private readonly LinearModel _model;

    internal LinearTextClassifier(LinearModel model)
    {
        _model = model;
        Topics = [.. model.Labels.Where(l => l.Kind == LabelKind.Topic).Select(l => l.Name)];
    }

    public static LinearTextClassifier Default => Shipped.Value;

    public IReadOnlyCollection<string> Topics { get; }

    /// <summary>A model from a file of the documented form.</summary>
    /// <param name="wrong">A sentence for whoever named the file.</param>
    public static LinearTextClassifier? Read(Stream file, out string? wrong) => LinearModel.Read(file, out wrong) is { } model ? new(model) : null;

    public TextClassification Classify(string text, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!string.IsNullOrEmpty(subject)) text = subject + "\n" + text[..Math.Min(text.Length, WordReader.MaxCharacters)];
        var scratch = s_scratch ??= new();
        var words = scratch.Read(text);
        var language = LanguageDetector.Of(text, words, out var foreign);
        var judged = !foreign && (language is null || _model.Languages.Contains(language));
        if (!judged) return new() { Language = language };
        var topics = language is null || _model.TopicLanguages.Contains(language);
        Span<double> sums = stackalloc double[_model.Labels.Count];
        _model.Sum(scratch.Features(words), sums);
        return new()
        {
            Language = language, IsJudged = true, AreTopicsJudged = topics, Intents = words.Length < LeastWords ? [] : Intent(sums), Topics = topics ? Those(LabelKind.Topic, sums) : [], OpenTopics = topics ? Open(sums) : [], Tags = Those(LabelKind.Tag, sums), Entities = EntityReader.Read(text, words),
        };
    }

    private TextLabel[] Intent(ReadOnlySpan<double> sums)
    {
        int best = -1;
        double total = 0;
        for (var i = 0; i < sums.Length; i++)
        {
            if (_model.Labels[i].Kind != LabelKind.Intent) continue;
            total += Math.Exp(Math.Clamp(sums[i], -50, 50));
            if (best < 0 || sums[i] > sums[best]) best = i;
        }
        return best >= 0 && Label(best, Math.Exp(Math.Clamp(sums[best], -50, 50)) / total) is { } label ? [label] : [];
    }

    private List<TextLabel> Those(LabelKind kind, ReadOnlySpan<double> sums)
    {
        var those = new List<TextLabel>();
        for (var i = 0; i < sums.Length; i++)
            if (_model.Labels[i].Kind == kind && Label(i, 1 / (1 + Math.Exp(-sums[i]))) is { } label) those.Add(label);
        return those;
    }

    private List<string> Open(ReadOnlySpan<double> sums)
    {
        var open = new List<string>();
        for (var i = 0; i < sums.Length; i++)
            if (_model.Labels[i] is { Kind: LabelKind.Topic } label && 1 / (1 + Math.Exp(-sums[i])) is var score && score >= label.Denied && score < label.Low) open.Add(label.Name);
        return open;
    }

    private TextLabel? Label(int label, double score) => _model.Labels[label].Of(score) is { } confidence ? new(_model.Labels[label].Name, confidence, score) : null;

    private static LinearTextClassifier Load()
    {
        using var file = Resource.Open("texts.model") ?? throw new InvalidOperationException("texts.model is not in the assembly");
        return Read(file, out var wrong) ?? throw new InvalidOperationException("texts.model: " + wrong);
    }

    private sealed class Scratch
    {
        private readonly List<Word> _words = [];
        private readonly FeatureSet _features = new();

        public ReadOnlySpan<Word> Read(string text)
        {
            _words.Clear();
            WordReader.Read(text, _words);
            return CollectionsMarshal.AsSpan(_words);
        }

        public ReadOnlySpan<uint> Features(ReadOnlySpan<Word> words)
        {
            _features.Read(words);
            return _features.Features;
        }
    }
}
