using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Scanning;

/// <param name="Number">Of the rule in the engine.</param>
/// <param name="Events">What its log source means; empty when the mapping does not know it.</param>
internal sealed record RoutedRule(int Number, DetectionRule Rule, IReadOnlyList<MappedEvents> Events);
