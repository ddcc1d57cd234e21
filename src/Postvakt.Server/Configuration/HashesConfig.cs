namespace Postvakt.Server.Configuration;

/// <param name="Endpoint">Base address of the interface, version 3.</param>
/// <param name="KeyFile">File with the key.</param>
/// <param name="Engines">Engines that must call a file malicious before it counts.</param>
/// <param name="Time">For all look-ups of one mail.</param>
public sealed record HashesConfig(Uri Endpoint, string KeyFile, int Engines, TimeSpan Time);
