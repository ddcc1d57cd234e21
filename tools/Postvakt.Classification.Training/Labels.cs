using Postvakt.Classification.Models;

namespace Postvakt.Classification.Training;

/// <summary>All labels of the authored texts, in one order.</summary>
internal sealed class Labels
{
    public Labels(IEnumerable<AuthoredText> families)
    {
        var all = families.ToList();
        List<(LabelKind, string)> labels =
        [
            .. all.Select(f => f.Intent).Distinct().Order(StringComparer.Ordinal).Select(n => (LabelKind.Intent, n)),
            .. all.SelectMany(f => f.Topics).Distinct().Order(StringComparer.Ordinal).Select(n => (LabelKind.Topic, n)),
            .. all.SelectMany(f => f.Tags).Distinct().Order(StringComparer.Ordinal).Select(n => (LabelKind.Tag, n)),
        ];
        All = labels;
        Intents = labels.Count(l => l.Item1 == LabelKind.Intent);
        Benign = IndexOf(LabelKind.Intent, "benign");
    }

    /// <summary>Intents first.</summary>
    public IReadOnlyList<(LabelKind Kind, string Name)> All { get; }

    public int Count => All.Count;

    public int Intents { get; }

    public int Benign { get; }

    public int IndexOf(LabelKind kind, string name) => All.TakeWhile(l => l != (kind, name)).Count();
}
