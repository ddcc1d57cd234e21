namespace Postvakt.Mql.Rules;

/// <summary>What is wrong with a rule or a list, and where. Lines and columns count from 1; 0 when the whole file is meant.</summary>
/// <param name="IsError">The rule was left out. Otherwise it works, and perhaps not as its author meant.</param>
/// <param name="Rule">Name of the rule, if it could be read.</param>
public sealed record MqlProblem(string File, int Line, int Column, bool IsError, string Message, string? Rule = null)
{
    private const int Longest = 600;

    /// <summary>One line; what it quotes of a file is cut and freed of control characters.</summary>
    public string Message { get; } = OneLine(Message);

    public override string ToString() => (Line > 0 ? $"{File}, line {Line}, column {Column}: " : $"{File}: ") + Message;

    private static string OneLine(string text)
    {
        if (text.Length > Longest) text = string.Concat(text.AsSpan(0, Longest - 1), "…");
        return text.Any(IsOdd) ? string.Concat(text.Select(c => IsOdd(c) ? ' ' : c)) : text;
    }

    /// <summary>Also the line separators of Unicode, which some terminals obey.</summary>
    private static bool IsOdd(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
