namespace Postvakt.Mql.Explaining;

/// <summary>A part of a rule with what it came to.</summary>
/// <param name="Source">The part as it is written, in one line, at most 120 characters.</param>
/// <param name="Value">In words: true, null, "a text", list of 3, missing (network.whois). Holds text of the mail.</param>
/// <param name="Item">Of the body of a loop, where the item stands; else null.</param>
/// <param name="Line">Line of the rule's file.</param>
/// <param name="Parts">What it is made of; parts that the outcome did not need are not there.</param>
public sealed record MqlPart(string Source, string Value, string? Item, int Line, int Column, IReadOnlyList<MqlPart> Parts);
