using System.Diagnostics.CodeAnalysis;
using System.Net;
using Postvakt.Automation;
using Postvakt.Incidents;

namespace Postvakt.Server.Configuration;

/// <summary>A whole, valid configuration of the gateway: what postvakt.yaml and the environment say, with defaults. Immutable.</summary>
public sealed record ServeConfig
{
    /// <summary>What holds where nothing is configured.</summary>
    public static ServeConfig Default { get; } = ConfigReader.Read(null, []).Config!;

    /// <summary>Data directory, or null for the usual one.</summary>
    public string? Data { get; init; }

    /// <summary>PostgreSQL connection string of a store that nodes share, or null: SQLite in the data directory. A secret: never logged.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>Threads that judge, each with a connection to PostgreSQL. 4. SQLite has one.</summary>
    public int StoreConnections { get; init; } = 4;

    /// <summary>Organisation that the rows belong to.</summary>
    public string Org { get; init; } = "default";

    /// <summary>Domains of the organisation itself.</summary>
    public IReadOnlyList<string> OrgDomains { get; init; } = [];

    /// <summary>Everything that may change while serving.</summary>
    public required PolicyConfig Policy { get; init; }

    public required IReadOnlyList<MilterListenerConfig> Milters { get; init; }
    public required IReadOnlyList<SmtpListenerConfig> SmtpListeners { get; init; }

    /// <summary>Takes released mail, or null where none is named and no hop has a next hop: then nothing can be released.</summary>
    public DnsEndPoint? ReleaseTo { get; init; }

    /// <summary>Whether habits of time (zone and pace) are remembered. True.</summary>
    public bool RememberRhythm { get; init; } = true;

    /// <summary>How people are told, or null: they are not.</summary>
    public NoticesConfig? Notices { get; init; }

    /// <summary>Health, metrics, the interface over HTTP and the pages that digests link to.</summary>
    public required IPEndPoint Http { get; init; }

    /// <summary>How people come to the console, which the http listener serves.</summary>
    public ConsoleConfig Console { get; init; } = new("");

    public required AuthenticationConfig Authentication { get; init; }
    public required LimitsConfig Limits { get; init; }

    /// <summary>How attachments are looked into.</summary>
    public DocumentsConfig Documents { get; init; } = DocumentsConfig.Default;

    /// <summary>Who else is asked about a mail.</summary>
    public ConnectorsConfig Connectors { get; init; } = new(null, null, null);

    /// <summary>How people are reached in Teams.</summary>
    public TeamsConfig Teams { get; init; } = TeamsConfig.None;

    public AdvisoriesConfig Advisories { get; init; } = AdvisoriesConfig.Default;

    /// <summary>What is to be done in an incident. The one that ships, where no file is named; that one is read when somebody asks for it, since most verbs do not.</summary>
    [AllowNull]
    public Playbook Playbook { get => field ?? Playbook.Default; init; }

    /// <summary>Folders of Sigma rules that hunts take beside ours. Not looked at while serving.</summary>
    public IReadOnlyList<string> HuntRules { get; init; } = [];

    /// <summary>Mail rules beside ours. Looked at while serving.</summary>
    public RulesConfig Rules { get; init; } = RulesConfig.None;

    /// <summary>How people report mail.</summary>
    public ReportsConfig Reports { get; init; } = ReportsConfig.Default;

    /// <summary>The add-in for Outlook, or null: it is not served.</summary>
    public OutlookConfig? Outlook { get; init; }

    /// <summary>Who hears of accounts that seem taken over, or null.</summary>
    public IdentityConfig? Identity { get; init; }

    /// <summary>Who is told of what happens.</summary>
    public EventsConfig Events { get; init; } = EventsConfig.None;

    /// <summary>Who belongs to the organisation, or null where no source is named.</summary>
    public DirectoryConfig? Directory { get; init; }

    /// <summary>Where the mailboxes are that delivered copies can be taken out of, or null where nobody says.</summary>
    public MailboxesConfig? Mailboxes { get; init; }

    /// <summary>What happens without anybody's word.</summary>
    public AutomationPolicy Automation { get; init; } = AutomationPolicy.Default;

    /// <summary>What the organisation tells of itself when it shares.</summary>
    public SharingConfig Sharing { get; init; } = SharingConfig.Default;

    /// <summary>What reports to others are made with.</summary>
    internal Postvakt.Sharing.Making.SharingOptions SharingOptions => new() { Organisation = Sharing.Organisation, OwnDomains = OrgDomains, TellOwnDomains = Sharing.OwnDomains };

    /// <summary>How much may be swept by whom.</summary>
    public SweepConfig Sweep { get; init; } = SweepConfig.Default;
}
