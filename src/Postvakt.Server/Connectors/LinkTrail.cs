namespace Postvakt.Server.Connectors;

/// <summary>Where a link led.</summary>
/// <param name="Hops">Addresses in their order, the link first.</param>
/// <param name="End">Why it went no further, in a few words.</param>
/// <param name="Content">What came at the end; empty when nothing did.</param>
/// <param name="Name">Name that the server gives it, else the last part of its path.</param>
internal sealed record LinkTrail(IReadOnlyList<Uri> Hops, string End, ReadOnlyMemory<byte> Content, string Name);
