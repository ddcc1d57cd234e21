using Postvakt.Mql.Checking;
using Postvakt.Mql.Execution;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Explaining;

/// <summary>Where values stand in the model, while the explainer walks through loops.</summary>
/// <param name="evaluate">Gives the value of a part in the loops at hand.</param>
internal sealed class Paths(Frame frame, Func<Typed, MqlValue> evaluate)
{
    private readonly Stack<string> _items = new();

    /// <summary>Does something with an item of a list at hand.</summary>
    public T InItem<T>(MqlValue item, string path, Func<T> body)
    {
        frame.Push(item);
        _items.Push(path);
        var result = body();
        _items.Pop();
        frame.Pop();
        return result;
    }

    /// <summary>The path of a value; of one that a function made, with the function's name around it. Null for what the rule itself writes.</summary>
    public string? Of(Typed node) => node.Kind switch
    {
        NodeKind.Name => node.Syntax.Text,
        NodeKind.Scope => _items.ElementAt(node.Syntax.Dots - 1),
        NodeKind.Member => Of(node[0]) is { } owner ? $"{owner}.{node.Syntax.Text}" : null,
        NodeKind.Index => Of(node[0]) is { } list ? $"{list}[{Excerpt.Of(evaluate(node[1]).ToString(), 40)}]" : null,
        NodeKind.Slice => Of(node[0]),
        NodeKind.Call => $"{node.Syntax.Text}({(node.Children.Count > 0 ? Of(node[0]) : null)})",
        NodeKind.List => "$" + node.Syntax.Text,
        _ => null,
    };

    /// <summary>The path of an item of a list: what filters and maps pass on is followed to where it came from.</summary>
    public string Item(Typed list, int index)
    {
        switch (list)
        {
            case { Kind: NodeKind.Array } when index < list.Children.Count:
                return Of(list[index]) ?? Plain(list, index);
            case { Kind: NodeKind.Call, Symbol: CoreFunction.Filter or CoreFunction.Distinct }:
                return Source(evaluate(list).Array, index, evaluate(list[0]).Array) is var from and >= 0 ? Item(list[0], from) : Plain(list, index);
            case { Kind: NodeKind.Call, Symbol: CoreFunction.Map } when evaluate(list[0]).Array is { } items && index < items.Count:
                return InItem(items[index], Item(list[0], index), () => Of(list[1])) ?? Plain(list, index);
            case { Kind: NodeKind.Call, Symbol: CoreFunction.Flatten } when list[0].Kind == NodeKind.Array:
                foreach (var part in list[0].Children)
                {
                    var count = evaluate(part).Array?.Count ?? 0;
                    if (index < count) return Item(part, index);
                    index -= count;
                }
                break;
        }
        return Plain(list, index);
    }

    private string Plain(Typed list, int index) => $"{Of(list) ?? "list"}[{index}]";

    /// <summary>Which item of the longer list an item of the shorter one is; items keep their order.</summary>
    private static int Source(MqlArray? kept, int index, MqlArray? all)
    {
        if (kept is null || all is null || index >= kept.Count) return -1;
        var at = -1;
        for (var i = 0; i <= index; i++)
        {
            do
            {
                if (++at >= all.Count) return -1;
            }
            while (!all[at].SameAs(kept[i]));
        }
        return at;
    }
}
