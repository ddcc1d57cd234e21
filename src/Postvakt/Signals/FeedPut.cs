namespace Postvakt.Signals;

/// <summary>What became of a chunk of a feed.</summary>
/// <param name="Added">New here, or here again.</param>
/// <param name="Renewed">Here already.</param>
/// <param name="Over">Past what the feed may hold: not kept.</param>
public sealed record FeedPut(int Added, int Renewed, int Over);
