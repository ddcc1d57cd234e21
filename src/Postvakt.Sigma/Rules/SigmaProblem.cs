namespace Postvakt.Sigma.Rules;

/// <summary>What is wrong with a rule or with a file of settings, and where. Lines and columns count from 1; 0 when the whole file is meant.</summary>
/// <param name="IsError">The rule was left out. Otherwise it works, and probably not as its author meant.</param>
/// <param name="Rule">Title of the rule, if it could be read.</param>
public sealed record SigmaProblem(string File, int Line, int Column, bool IsError, string Message, string? Rule = null)
{
    public override string ToString() => (Line > 0 ? $"{File}, line {Line}: " : $"{File}: ") + Message;
}
