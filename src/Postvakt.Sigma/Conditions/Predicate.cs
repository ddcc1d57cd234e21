using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Conditions;

/// <summary>One test of one field.</summary>
/// <param name="Field">Null: the joined text of the event.</param>
/// <param name="Written">The item of the rule, for whoever asks why it matched: "CommandLine|contains: -enc".</param>
internal sealed record Predicate(string? Field, Matcher Matcher, string Written);
