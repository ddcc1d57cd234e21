using Postvakt.Detection;

namespace Postvakt.Cli.Evaluation;

/// <summary>A labelled mail and what was said of it.</summary>
/// <param name="Claims">It claimed a conversation.</param>
/// <param name="Exception">Id of the exception that let it through, or empty.</param>
/// <param name="Rules">Ids of the mail rules that matched, observed ones too.</param>
/// <param name="WithoutRules">What would have been said if no rule had counted.</param>
internal sealed record Outcome(Label Label, Verdict Verdict, bool Claims, string Exception, IReadOnlyList<string> Rules, Verdict WithoutRules)
{
    public bool Found => Verdict is Verdict.Malicious or Verdict.Suspicious;

    public bool Malicious => Verdict == Verdict.Malicious;
}
