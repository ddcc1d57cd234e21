namespace Postvakt.Registers;

/// <summary>Something small that people decided and that holds until it is changed: an account, a token, an exception.</summary>
/// <param name="Kind">What it is, for example "account"; one word a kind.</param>
/// <param name="Id">Unique in its kind; at most 200 characters.</param>
/// <param name="Json">What whoever owns the kind understands; at most 64 KiB. No text of a mail.</param>
/// <param name="Version">Counts its changes, from 1, so that two people cannot change it at once.</param>
public sealed record RegisterEntry(string Kind, string Id, string Json, long Version);
