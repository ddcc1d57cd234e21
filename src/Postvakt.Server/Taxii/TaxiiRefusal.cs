namespace Postvakt.Server.Taxii;

/// <param name="Id">As far as it has one; else its place.</param>
internal sealed record TaxiiRefusal(string Id, string Why);
