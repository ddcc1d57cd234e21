namespace Postvakt.Server.Feeds;

/// <summary>What a server answered.</summary>
/// <param name="Type">Its media type, without parameters.</param>
/// <param name="LastAdded">X-TAXII-Date-Added-Last, as it stands, or empty.</param>
internal sealed record FeedAnswer(byte[] Body, string Type, string LastAdded);
