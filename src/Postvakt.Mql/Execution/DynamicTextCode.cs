using System.Text.RegularExpressions;
using Postvakt.Mql.Texts;

namespace Postvakt.Mql.Execution;

/// <summary>Asks a text about other values of the message; true when one of them is found, else null when one of them is null.</summary>
internal sealed class DynamicTextCode(Code subject, TextKind kind, bool ignoreCase, Code[] arguments) : Condition
{
    protected override Truth Evaluate(Frame frame)
    {
        var value = subject.Value(frame);
        if (value.IsMissing) return Truth.Unknown(value.Why!);
        if (value.Text is not { } text) return Truth.Null;
        var any = Truth.False;
        foreach (var argument in arguments)
        {
            any = any.Or(One(frame, text, argument.Value(frame)));
            if (any.IsTrue) break;
            if (frame.IsSpent) return Truth.Unknown(Missing.Budget);
        }
        return any;
    }

    private Truth One(Frame frame, string text, MqlValue argument)
    {
        if (argument.IsMissing) return Truth.Unknown(argument.Why!);
        if (argument.Text is not { } asked) return Truth.Null;
        try
        {
            return TextTests.Test(kind, ignoreCase, text, asked, frame) is { } found ? Truth.Of(found) : Truth.Null;
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            return Truth.Unknown(Missing.Budget);
        }
    }
}
