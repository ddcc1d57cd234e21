using System.Text.RegularExpressions;
using Postvakt.Mql.Checking;
using Postvakt.Mql.Execution;
using Postvakt.Mql.Rules;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Explaining;

/// <summary>Collects what of a message made a rule true. What is not there (a "not any") leaves nothing to show.</summary>
internal sealed class EvidenceFinder
{
    private const int MaxEvidence = 32;

    /// <summary>Items of one loop that are shown.</summary>
    private const int MaxItems = 3;

    private const int Longest = 160;

    private readonly MqlRule _rule;
    private readonly Compiler _compiler;
    private readonly Frame _frame;
    private readonly Paths _paths;
    private readonly List<MqlEvidence> _found = [];

    public EvidenceFinder(MqlRule rule, Compiler compiler, Frame frame)
    {
        (_rule, _compiler, _frame) = (rule, compiler, frame);
        _paths = new(frame, Value);
    }

    public IReadOnlyList<MqlEvidence> Find()
    {
        Collect(_rule.Tree, true);
        return _found;
    }

    private MqlValue Value(Typed node) => _compiler.Of(node).Value(_frame);

    private bool Is(Typed node, bool wanted) => _compiler.Of(node).Test(_frame) is var truth && (wanted ? truth.IsTrue : truth.IsFalse);

    private void Collect(Typed node, bool wanted)
    {
        if (_found.Count >= MaxEvidence || _frame.IsSpent) return;
        switch (node.Kind)
        {
            case NodeKind.Not:
                Collect(node[0], !wanted);
                break;
            case NodeKind.And or NodeKind.Or or NodeKind.Of:
                foreach (var child in node.Children)
                    if (Is(child, wanted)) Collect(child, wanted);
                break;
            case NodeKind.Call when node.Symbol is CoreFunction.Any or CoreFunction.All:
                Loop(node, wanted);
                break;
            case NodeKind.Call when node.Symbol is MqlSignature:
                if (wanted) Call(node);
                break;
            case NodeKind.Compare or NodeKind.Range or NodeKind.In or NodeKind.IsNull:
                foreach (var side in node.Children) Side(node, side);
                break;
        }
    }

    private void Loop(Typed node, bool wanted)
    {
        // Of what a loop did not find there is nothing to show.
        if (wanted != node.Symbol is CoreFunction.Any && !(wanted && node.Symbol is CoreFunction.All)) return;
        if (Value(node[0]).Array is not { } items) return;
        var shown = 0;
        for (var i = 0; i < items.Count && shown < MaxItems && !_frame.IsSpent; i++)
        {
            var path = _paths.Item(node[0], i);
            shown += _paths.InItem(items[i], path, () => Item(node[1], wanted)) ? 1 : 0;
        }
    }

    private bool Item(Typed body, bool wanted)
    {
        if (!Is(body, wanted)) return false;
        Collect(body, wanted);
        return true;
    }

    private void Call(Typed node)
    {
        if (node.Children.Count == 0 || Value(node[0]).Text is not { } text) return;
        var place = _compiler.Of(node) is TextCode asked ? Place(asked, text) : null;
        Add(node, node[0], place is { } at ? Excerpt.Around(text, at.Start, at.Length, Longest) : Excerpt.Of(text, Longest));
    }

    private static (int Start, int Length)? Place(TextCode asked, string text)
    {
        try
        {
            return asked.Asked.Find(text);
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            return null;
        }
    }

    private void Side(Typed condition, Typed side)
    {
        if (side.Type.Kind is MqlKind.Object or MqlKind.Array or MqlKind.Map or MqlKind.Bool || Value(side) is not { IsNull: false, IsMissing: false } value) return;
        Add(condition, side, Excerpt.Of(value.Text ?? value.ToString(), Longest));
    }

    private void Add(Typed condition, Typed of, string text)
    {
        if (_found.Count >= MaxEvidence || _paths.Of(of) is not { } path || _found.Exists(f => f.Path == path && f.Text == text)) return;
        _found.Add(new(path, text, _rule.Map.Of(condition.Syntax.Place).Line));
    }
}
