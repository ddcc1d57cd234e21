using System.Text.RegularExpressions;
using Postvakt.Mql.Texts;

namespace Postvakt.Mql.Execution;

/// <summary>Asks a text about what is known beforehand.</summary>
internal sealed class TextCode(Code subject, TextTest test) : Condition
{
    private TextIndex? _index;
    private int[] _words = [];

    public Code Subject { get; } = subject;

    public TextTest Asked { get; } = test;

    /// <summary>Has it ask an index first.</summary>
    /// <param name="words">Numbers of the words of which one must stand in the text.</param>
    public void Indexed(TextIndex index, int[] words) => (_index, _words) = (index, words);

    protected override Truth Evaluate(Frame frame)
    {
        var value = Subject.Value(frame);
        if (value.IsMissing) return Truth.Unknown(value.Why!);
        if (value.Text is not { } text) return Truth.Null;
        if (_index is { } index && frame.Found(index, text, Subject.Item) is { } found)
        {
            if (!Stands(found)) return Truth.False;
            if (Asked.IsWords) return Truth.True;
        }
        try
        {
            var isTrue = Asked.Test(text, frame);
            return frame.IsSpent ? Truth.Unknown(Missing.Budget) : Truth.Of(isTrue);
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            return Truth.Unknown(Missing.Budget);
        }
    }

    private bool Stands(ulong[] found)
    {
        foreach (var word in _words)
            if (TextIndex.Has(found, word)) return true;
        return false;
    }
}
