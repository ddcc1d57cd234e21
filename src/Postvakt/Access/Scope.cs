namespace Postvakt.Access;

/// <summary>What a token is for, as it is written: each endpoint and verb belongs to one.</summary>
public static class Scope
{
    /// <summary>See held mail: list, search, what is known of it.</summary>
    public const string HeldRead = "held:read";

    /// <summary>Decide on held mail: release, delete, deny.</summary>
    public const string HeldDecide = "held:decide";

    /// <summary>Get the original of a held mail.</summary>
    public const string HeldOriginal = "held:original";

    /// <summary>Lock and unlock release.</summary>
    public const string LockDown = "lockdown";

    /// <summary>Read and verify the audit.</summary>
    public const string Audit = "audit";

    /// <summary>Grant and withdraw exceptions.</summary>
    public const string Exceptions = "exceptions";

    /// <summary>Sweep delivered copies out of mailboxes, and put them back.</summary>
    public const string Sweep = "sweep";

    /// <summary>See and refresh the Directory.</summary>
    public const string Directory = "directory";

    /// <summary>See how much is remembered.</summary>
    public const string Memory = "memory";

    /// <summary>Export and erase what is kept about a person.</summary>
    public const string Privacy = "privacy";

    /// <summary>Accounts and tokens.</summary>
    public const string Access = "access";

    /// <summary>Incidents, campaigns and what is told about them.</summary>
    public const string Incidents = "incidents";

    /// <summary>Report mail, and see reports.</summary>
    public const string Report = "report";

    /// <summary>Say what a reported mail was.</summary>
    public const string ReportDecide = "report:decide";

    /// <summary>Run the installation: back-up, reload, verdicts as they come.</summary>
    public const string System = "system";

    /// <summary>Ask senders, note their answers, tell partners.</summary>
    public const string Ask = "ask";

    /// <summary>Draft, approve and send advisories.</summary>
    public const string Advise = "advise";

    /// <summary>See mail rules, and decide which of them count.</summary>
    public const string Rules = "rules";

    /// <summary>Read what is published to partners, by TAXII.</summary>
    public const string Taxii = "taxii";

    /// <summary>Hand in what partners found, by TAXII.</summary>
    public const string TaxiiWrite = "taxii:write";

    public static readonly IReadOnlyList<string> All = [HeldRead, HeldDecide, HeldOriginal, LockDown, Audit, Exceptions, Sweep, Directory, Memory, Privacy, Access, Incidents, Report, ReportDecide, System, Ask, Advise, Rules, Taxii, TaxiiWrite];
}
