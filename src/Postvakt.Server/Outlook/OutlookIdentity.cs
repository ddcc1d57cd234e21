namespace Postvakt.Server.Outlook;

/// <summary>Who uses the add-in, as a token proves it.</summary>
/// <param name="Id">Of the mailbox on one Exchange, which says no address; empty where the address itself is proved.</param>
/// <param name="Address">Address that the token names, lower case, or empty.</param>
internal sealed record OutlookIdentity(string Id, string Address);
