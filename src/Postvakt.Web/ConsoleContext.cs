using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Sweeps;

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

    /// <summary>Reads held mail with its attachments, as where it came in.</summary>
    public required MessageParser Parser { get; init; }

    /// <summary>Judges a held mail once more for whom looks at it.</summary>
    public required Func<ILedger, Judge> Judge { get; init; }

    /// <summary>Writes an original into a zip that a password opens: content, name in it, where to, time. Closes the content.</summary>
    public required Func<Stream, string, Stream, DateTimeOffset, Task> PackOriginal { get; init; }

    public required Playbook Playbook { get; init; }

    /// <summary>How much a sweep may move; null where no mailboxes are configured, and nothing can be swept.</summary>
    public SweepOptions? Sweeps { get; init; }

    /// <summary>Whether people are offered to ask a sender in Teams.</summary>
    public bool AskInTeams { get; init; }

    public required Func<DirectorySnapshot> Directory { get; init; }

    /// <summary>The mode and what else is configured, as it holds at this moment.</summary>
    public required Func<ConfiguredState> Configured { get; init; }

    /// <summary>What came by since the server started.</summary>
    public required Func<MailCounts> Counts { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Whether people reach the console over https, at a proxy: then its cookie goes over nothing else.</summary>
    public required bool IsHttps { get; init; }
}
