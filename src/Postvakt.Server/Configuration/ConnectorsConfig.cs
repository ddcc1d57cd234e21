namespace Postvakt.Server.Configuration;

/// <summary>Who else is asked about a mail; null for each that is not.</summary>
public sealed record ConnectorsConfig(ClamdConfig? Clamd, HashesConfig? Hashes, LinksConfig? Links);
