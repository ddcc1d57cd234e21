namespace Postvakt.Messages.Links;

/// <summary>One line of redirectors.tsv.</summary>
/// <param name="PathStart">How the path must begin.</param>
/// <param name="Parameters">Query parameters in order of preference.</param>
/// <param name="Prefix">What stands before the base64 text in the parameter.</param>
/// <param name="Name">What mail rules call it, or empty: they see a link of one that they have no name for as it was written.</param>
internal sealed record Redirector(string PathStart, RedirectForm Form, string[] Parameters, string Prefix, string Name);
