namespace Postvakt.Web.House;

/// <summary>Whether the audit's chain of a node is whole.</summary>
/// <param name="FirstBroken">Number of the first entry that does not fit; 0 for none.</param>
public sealed record ChainState(string Node, long Entries, long FirstBroken, int Checkpoints);
