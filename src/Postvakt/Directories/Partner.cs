namespace Postvakt.Directories;

/// <summary>An organisation that ours has to do with.</summary>
/// <param name="Domains">Lower case.</param>
/// <param name="Contact">Address of its security contact, or empty.</param>
/// <param name="IsSister">Of the same group of companies.</param>
public sealed record Partner(string Name, IReadOnlyList<string> Domains, string Contact, bool IsSister);
