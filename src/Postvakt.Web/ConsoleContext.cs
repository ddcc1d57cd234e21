using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Feeds;
using Postvakt.Incidents;
using Postvakt.Intake;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Rules;
using Postvakt.Sharing.Making;
using Postvakt.Sweeps;
using Postvakt.Web.Gate;
using Postvakt.Web.House;
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

    /// <summary>Reads held mail with its attachments, as where it came in.</summary>
    public required MessageParser Parser { get; init; }

    /// <summary>Judges a held mail once more for whom looks at it.</summary>
    public required Func<ILedger, Judge> Judge { get; init; }

    /// <summary>Writes an original into a zip that a password opens: content, name in it, where to, time. Closes the content.</summary>
    public required Func<Stream, string, Stream, DateTimeOffset, Task> PackOriginal { get; init; }

    /// <summary>What is to be done in an incident.</summary>
    public required Playbook Playbook { get; init; }

    /// <summary>What the organisation tells of itself when it shares.</summary>
    public SharingOptions Sharing { get; init; } = new();

    /// <summary>Feeds that the configuration names.</summary>
    public ConfiguredFeeds Feeds { get; init; } = ConfiguredFeeds.None;

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

    /// <summary>Who else knows who people are, or null.</summary>
    public IIdentityProvider? Provider { get; init; }

    /// <summary>Whether people sign in with passwords of ours. The first administrator always may.</summary>
    public bool LocalAccounts { get; init; } = true;

    /// <summary>How long a session holds without a page being asked for.</summary>
    public TimeSpan Idle { get; init; } = Session.UsualIdle;

    /// <summary>Proxies whose word counts for where somebody comes from.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>The link that carries an invitation.</summary>
    public Func<string, string> JoinLink { get; init; } = invitation => "/join?t=" + invitation;

    /// <summary>Has exceptions that were granted or withdrawn count at once.</summary>
    public Action ExceptionsChanged { get; init; } = () => { };

    /// <summary>The mail rules in force.</summary>
    public Func<RulesInForce> Rules { get; init; } = () => RulesInForce.Ours;

    /// <summary>Has rules look into files of a mail before it is judged again: the ledger must not wait for that. Null where there are none.</summary>
    public Func<Message, RuleMail?> LookInto { get; init; } = _ => null;

    /// <summary>What is wrong with rules of named folders, a sentence each; not for everybody's eyes, as it names paths.</summary>
    public Func<IReadOnlyList<string>> RuleTroubles { get; init; } = () => [];

    /// <summary>Looks the audit's chains over, from their beginning.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<ChainState>>>? VerifyAudit { get; init; }

    /// <summary>What the configuration says, without its secrets.</summary>
    public Func<IReadOnlyList<SettingGroup>> Settings { get; init; } = () => [];

    /// <summary>How the parts of the installation stand.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<HealthLine>>>? Health { get; init; }

    /// <summary>Where is said what went wrong in a page that stays open: nobody else hears of it.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    internal MailRates Rates { get; } = new();
}
