using Postvakt.Detection;
using Postvakt.Facts;

namespace Postvakt.Cli.Evaluation;

/// <summary>What an evaluation does differently from everyday use, for measurements.</summary>
/// <param name="NoHistory">Begin with an empty Memory.</param>
/// <param name="Exceptions">Applied whatever their times say.</param>
/// <param name="Poison">Share of the hijacks that is mixed unlabelled into the history (and not counted), 0..1.</param>
/// <param name="Rules">Mail rules, given the domains of the organisation; those of others are observed.</param>
internal sealed record EvaluationSettings(HijackModel Model, IReadOnlyList<FactGroup> Without, bool NoHistory, double Poison, TextWriter? Facts, string? Output, ExceptionBook Exceptions, Func<IReadOnlyList<string>, RulesInForce> Rules);
