using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Sweeps;
using Postvakt.Web.Situations;

namespace Postvakt.Web;

/// <summary>What the pages work with; the server fills it.</summary>
public sealed record ConsoleContext
{
    public required ILedgerLine Ledger { get; init; }

    /// <summary>Opens subjects, evidence and what the console itself sealed.</summary>
    public required SealingKey Seal { get; init; }

    /// <summary>Numbers that held mail is found by.</summary>
    public required SearchTerms Terms { get; init; }

    public required IVault Vault { get; init; }

    public required Func<DirectorySnapshot> Directory { get; init; }

    /// <summary>The mode and what else is configured, as it holds at this moment.</summary>
    public required Func<ConfiguredState> Configured { get; init; }

    /// <summary>What came by since the server started.</summary>
    public required Func<MailCounts> Counts { get; init; }

    /// <summary>What is to be done in an incident.</summary>
    public required Playbook Playbook { get; init; }

    /// <summary>Whether there are mailboxes that copies can be taken out of.</summary>
    public required bool CanSweep { get; init; }

    public required SweepOptions Sweeps { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Whether people reach the console over https, at a proxy: then its cookie goes over nothing else.</summary>
    public required bool IsHttps { get; init; }

    internal MailRates Rates { get; } = new();
}
