using System.Text.RegularExpressions;
using Postvakt.Mql.Texts;

namespace Postvakt.Mql.Execution;

/// <summary>Asks a text about what is known beforehand.</summary>
internal sealed class TextCode(Code subject, TextTest test) : Condition
{
    public TextTest Asked { get; } = test;

    protected override Truth Evaluate(Frame frame)
    {
        var value = subject.Value(frame);
        if (value.IsMissing) return Truth.Unknown(value.Why!);
        if (value.Text is not { } text) return Truth.Null;
        try
        {
            var found = Asked.Test(text, frame);
            return frame.IsSpent ? Truth.Unknown(Missing.Budget) : Truth.Of(found);
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            return Truth.Unknown(Missing.Budget);
        }
    }
}
