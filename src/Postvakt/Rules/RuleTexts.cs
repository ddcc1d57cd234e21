using System.Collections.Frozen;
using Postvakt.Classification;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules;

/// <summary>
/// What rules ask of texts: <c>ml.nlu_classifier</c> and <c>beta.ml_topic</c>. What the classifier cannot judge is missing, not absent: a text in a language that it does not know, topics that it was not made for. Else a rule that
/// leaves newsletters alone would not.
/// </summary>
internal sealed class RuleTexts
{
    /// <summary>Type of the model that it answers with.</summary>
    public const string Type = "TextClassification";

    private const string Classifier = "ml.nlu_classifier";
    private const string TopicsOnly = "beta.ml_topic";

    private readonly ITextClassifier _classifier;
    private readonly FrozenSet<string> _topics;
    private readonly Dictionary<string, MqlAccessor> _fields = new(StringComparer.Ordinal);

    public RuleTexts(ITextClassifier classifier)
    {
        (_classifier, _topics) = (classifier, classifier.Topics.ToFrozenSet(StringComparer.Ordinal));
        Read("language", c => c.Language is { } language ? MqlValue.Of(language) : MqlValue.Missing(Classifier + " language"));
        Read("success", c => MqlValue.Of(c.IsJudged));
        Read("error", _ => MqlValue.Null);
        Read("intents", c => c.IsJudged ? List(c.Intents) : Unjudged(c));
        Read("tags", c => c.IsJudged ? List(c.Tags) : Unjudged(c));
        Read("entities", c => c.IsJudged ? List(c.Entities) : Unjudged(c));
        Read("topics", c => c.AreTopicsJudged ? MqlValue.Of(MqlArray.Open(Values(c.Topics), Values(c.OpenTopics.Select(n => new OpenTopic(n)).Append(OpenTopic.Other)), Classifier + " topics")) : Unjudged(c));
        var (otherName, otherConfidence) = (MqlValue.MissingBut(Classifier + " topics", _topics), MqlValue.Missing(Classifier + " topics"));
        foreach (var list in (string[])["intents", "tags", "topics"])
        {
            _fields[$"TextClassification.{list}.name"] = owner => owner is TextLabel label ? MqlValue.Of(label.Name) : owner is OpenTopic { Name: { } name } ? MqlValue.Of(name) : otherName;
            _fields[$"TextClassification.{list}.confidence"] = owner => owner is TextLabel label ? MqlValue.Of(Word(label.Confidence)) : otherConfidence;
        }
        _fields["TextClassification.entities.name"] = owner => owner is TextEntity entity ? MqlValue.Of(entity.Name) : MqlValue.Missing(Classifier);
        _fields["TextClassification.entities.text"] = owner => owner is TextEntity entity ? MqlValue.Of(entity.Text) : MqlValue.Missing(Classifier);

        void Read(string name, Func<TextClassification, MqlValue> read) => _fields["TextClassification." + name] = owner => owner is TextClassification classification ? read(classification) : MqlValue.Missing(Classifier);
    }

    public static bool Has(string function) => function is Classifier or TopicsOnly;

    public MqlAccessor? Field(string name) => _fields.GetValueOrDefault(name);

    public MqlFunction? Function(string name) => name switch
    {
        Classifier => (mail, arguments) => MqlValue.Of(((RuleMail)mail).Classified(_classifier, arguments[0].Text!, arguments.Length > 1 ? arguments[1].Text : null)),
        TopicsOnly => (mail, arguments) => MqlValue.Of(((RuleMail)mail).Classified(_classifier, arguments[0].Text!, null)),
        _ => null,
    };

    private static MqlValue Unjudged(TextClassification classification) => MqlValue.Missing($"{Classifier} for texts in {classification.Language ?? "this script"}");

    private static MqlValue List<T>(IReadOnlyList<T> items) => MqlValue.Of(new MqlArray([.. Values(items)]));

    private static IEnumerable<MqlValue> Values<T>(IEnumerable<T> items) => items.Select(i => MqlValue.Of((object?)i));

    private static string Word(Confidence confidence) => confidence switch { Confidence.High => "high", Confidence.Medium => "medium", _ => "low" };

    /// <summary>A topic that may be there.</summary>
    /// <param name="Name">Null for every topic that the classifier was not made for.</param>
    private sealed record OpenTopic(string? Name)
    {
        public static readonly OpenTopic Other = new((string?)null);
    }
}
