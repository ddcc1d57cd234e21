namespace Postvakt.EventLogs;

/// <summary>What a file turned out to hold, found by its content.</summary>
public enum LogKind
{
    /// <summary>Nothing that is known here; <see cref="LogFile.Unknown"/> says why.</summary>
    Unknown,

    /// <summary>Windows event log in its binary form.</summary>
    Evtx,

    /// <summary>Windows events as XML: wevtutil, Event Viewer.</summary>
    WindowsXml,

    /// <summary>Windows events as JSON: Winlogbeat, nxlog, Splunk, evtx_dump.</summary>
    WindowsJson,

    /// <summary>Tables of Defender's advanced hunting, exported as JSON or CSV.</summary>
    DefenderHunting,

    /// <summary>Exchange, Logging\HttpProxy.</summary>
    ExchangeHttpProxy,

    /// <summary>Exchange, Logging\ECP\Server.</summary>
    ExchangeEcpServer,

    /// <summary>Exchange, Logging\ECP\Activity.</summary>
    ExchangeEcpActivity,

    /// <summary>Exchange, Logging\Ews.</summary>
    ExchangeEws,

    /// <summary>Exchange, Logging\CmdletInfra.</summary>
    ExchangeCmdlet,

    /// <summary>Exchange, the queue of the admin audit.</summary>
    ExchangeAdminAudit,

    /// <summary>Exchange, TransportRoles\Logs\MessageTracking.</summary>
    ExchangeMessageTracking,

    /// <summary>Exchange, SMTP protocol logs of receiving and sending.</summary>
    ExchangeSmtp,

    /// <summary>Exchange, log of the transport agents.</summary>
    ExchangeAgent,

    /// <summary>A log in Exchange's dialect of CSV whose columns are none of the above.</summary>
    ExchangeOther,

    /// <summary>Exchange, Logging\OABGeneratorLog: lines of text.</summary>
    OabGenerator,

    /// <summary>IIS in W3C extended format, front end and back end alike.</summary>
    Iis,

    /// <summary>Unified audit log of Microsoft 365, JSON or CSV.</summary>
    UnifiedAudit,

    /// <summary>Sign-ins of Entra ID, JSON or CSV.</summary>
    EntraSignIn,
}
