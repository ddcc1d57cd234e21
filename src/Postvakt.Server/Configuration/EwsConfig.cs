namespace Postvakt.Server.Configuration;

/// <summary>Exchange Web Services of an Exchange on premises, with an account that may impersonate everybody (role ApplicationImpersonation).</summary>
/// <param name="Url">https://mail.firm.example/EWS/Exchange.asmx.</param>
/// <param name="User">Account, as "FIRM\sweeper" or "sweeper@firm.example".</param>
/// <param name="PasswordFile">File with its password.</param>
public sealed record EwsConfig(Uri Url, string User, string PasswordFile);
