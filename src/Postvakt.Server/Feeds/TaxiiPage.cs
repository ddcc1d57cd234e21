namespace Postvakt.Server.Feeds;

/// <summary>A page of a collection.</summary>
/// <param name="Body">The envelope, for whoever reads STIX.</param>
/// <param name="LastAdded">How far it goes (X-TAXII-Date-Added-Last), or empty.</param>
internal sealed record TaxiiPage(byte[] Body, string LastAdded);
