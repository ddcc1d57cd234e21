namespace Postvakt.Server.Configuration;

/// <summary>How people come to the console.</summary>
/// <param name="Url">Where they reach the http listener, without a slash at its end; empty: on the machine itself, at its address. With https its cookies go over nothing else.</param>
public sealed record ConsoleConfig(string Url);
