namespace Postvakt.Hunts;

/// <summary>What Memory knows of a host's domain from trusted mail: one that many use is hardly the thief's.</summary>
/// <param name="FirstBy">Address of who linked to it first, or empty.</param>
/// <param name="Mails">Trusted mails that link to it.</param>
/// <param name="People">Different authors of those.</param>
public sealed record KnownPlace(string Domain, DateTimeOffset First, string FirstBy, int Mails, int People);
