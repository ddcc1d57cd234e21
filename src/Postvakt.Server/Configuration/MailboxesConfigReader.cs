using System.Net;
using Postvakt.Automation;
using Postvakt.Sweeps;

namespace Postvakt.Server.Configuration;

/// <summary>The keys below "mailboxes" and "sweep".</summary>
internal static class MailboxesConfigReader
{
    /// <summary>RFC 8314 section 3.2.</summary>
    private const int ImapsPort = 993;

    private static readonly string[] Kinds = ["imap", "graph", "ews"];

    /// <summary>Null where the section is not there.</summary>
    public static MailboxesConfig? Read(ConfigSection root)
    {
        var there = root.Has("mailboxes");
        var section = root.Below("mailboxes");
        if (!there) return null;
        var given = Kinds.Where(section.Has).ToArray();
        if (given.Length != 1) section.Fault(given.FirstOrDefault() ?? "imap", "exactly one of imap, graph and ews says where mailboxes are; " + (given.Length == 0 ? "none does" : $"here are {string.Join(" and ", given)}"));
        var (imap, graph, ews) = (section.Below("imap"), section.Below("graph"), section.Below("ews"));
        var config = new MailboxesConfig(given.Contains("imap") ? Imap(imap) : null, given.Contains("graph") ? DirectoryConfigReader.Graph(graph) : null, given.Contains("ews") ? Ews(ews) : null);
        section.End();
        return config;
    }

    /// <param name="automation">Says how many copies may be moved without a person.</param>
    public static SweepConfig Sweep(ConfigSection root, AutomationPolicy automation)
    {
        var (section, standard) = (root.Below("sweep"), new SweepOptions());
        var config = new SweepConfig(new SweepOptions { MaxAlone = section.Number("alone", standard.MaxAlone, 1, 1_000_000), AutomaticPerHour = automation.Actions[AutomaticAction.Sweep].PerHour });
        if (section.Text("journal").Length > 0) section.Fault("journal", "is said in the automation policy now: automation.sweep.rules with {sources: [journal], do: act}");
        if (section.Text("per_hour").Length > 0) section.Fault("per_hour", "is called automation.sweep.per_hour now");
        section.End();
        return config;
    }

    private static ImapConfig Imap(ConfigSection section)
    {
        var server = ConfigReader.HostAndPort(section.Required("server"));
        if (server is null && section.Text("server").Length > 0) section.Fault("server", "host:port is expected, such as mail.firm.example:993");
        server ??= new DnsEndPoint("localhost", ImapsPort);
        var tls = section.Choice("tls", server.Port == ImapsPort ? ImapTls.Imaps : DirectoryConfigReader.IsLoopback(server.Host) ? ImapTls.None : ImapTls.StartTls);
        var ca = NullIfEmpty(section.Text("ca_file"));
        if (tls == ImapTls.None && !DirectoryConfigReader.IsLoopback(server.Host)) section.Fault("tls", "none is for a server on this machine only: the master password opens every mailbox");
        if (ca is not null && tls == ImapTls.None) section.Fault("ca_file", "has no use without tls");
        var names = section.Text("names", "address").ToLowerInvariant();
        if (names is not ("address" or "local_part")) section.Fault("names", "one of address, local_part");
        var config = new ImapConfig(server, tls, ca, section.Required("master"), section.Required("password_file"), section.Text("separator", "*"), names == "local_part");
        if (config.Separator.Length != 1) section.Fault("separator", "one character, such as *");
        section.End();
        return config;
    }

    private static EwsConfig Ews(ConfigSection section)
    {
        section.Required("url");
        var config = new EwsConfig(DirectoryConfigReader.Address(section, "url", "https://localhost/EWS/Exchange.asmx"), section.Required("user"), section.Required("password_file"));
        section.End();
        return config;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
