namespace Postvakt.Samples.Cast;

/// <summary>A made-up company: its domain, the host that sends its mail and the network its people sit in.</summary>
internal sealed record Firm(string Id, string Name, string Domain, string MailHost, string ClientNetwork, string MailAddress)
{
    /// <summary>The organisation whose mail this is; everybody else is outside.</summary>
    public const string OwnId = "lovhaga";

    public bool IsOwn => Id == OwnId;
}
