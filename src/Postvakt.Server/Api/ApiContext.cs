using Postvakt.Directories;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Events;
using Postvakt.Server.Feeds;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Server.Rules;
using Postvakt.Server.Taxii;
using Postvakt.Sharing.Making;
using Postvakt.Sweeps;

namespace Postvakt.Server.Api;

/// <summary>What the endpoints work with.</summary>
internal sealed record ApiContext
{
    /// <summary>The ledger, behind whoever may touch it.</summary>
    public required IErrands Errands { get; init; }

    public required string Org { get; init; }

    public required KeyRing Keys { get; init; }

    public required IVault Vault { get; init; }

    /// <summary>Reads the directory, or null where none is configured.</summary>
    public DirectoryKeeper? Keeper { get; init; }

    /// <summary>Whether released mail can be handed over to anybody.</summary>
    public required bool CanRelease { get; init; }

    /// <summary>Whether mailboxes are named that copies can be taken out of.</summary>
    public bool CanSweep { get; init; }

    /// <summary>How much may be swept by whom.</summary>
    public SweepOptions Sweeps { get; init; } = new();

    /// <summary>What is to be done in an incident.</summary>
    public Playbook Playbook { get; init; } = Playbook.Default;

    public required TimeProvider Clock { get; init; }

    /// <summary>Data directory that a backup is made of, or null where the store is a database server with backups of its own.</summary>
    public string? BackupFrom { get; init; }

    /// <summary>Verdicts as they are reached; null where no mail comes in.</summary>
    public VerdictFeed? Feed { get; init; }

    /// <summary>Events as they happen; null where no mail comes in.</summary>
    public EventHub? Events { get; init; }

    /// <summary>Takes the configuration over anew; null where none is served.</summary>
    public Func<ReloadResult>? Reload { get; init; }

    /// <summary>Called after exceptions were changed here, so that they hold at once.</summary>
    public Action ExceptionsChanged { get; init; } = () => { };

    /// <summary>The mail rules in force; those that came with the program, where none are served.</summary>
    public RuleKeeper? Rules { get; init; }

    /// <summary>The link that carries an invitation to the console. Without a server only its path is known.</summary>
    public Func<string, string> JoinLink { get; init; } = invitation => "/join?t=" + invitation;

    /// <summary>How people report mail.</summary>
    public ReportsConfig Reports { get; init; } = ReportsConfig.Default;

    /// <summary>Domains of the organisation itself.</summary>
    public IReadOnlyList<string> OwnDomains { get; init; } = [];

    /// <summary>What the organisation tells of itself when it shares.</summary>
    public SharingOptions Sharing { get; init; } = new();

    /// <summary>What others share with us; null where nothing is judged.</summary>
    public FeedRoom? Feeds { get; init; }

    /// <summary>Where partners hand in what they found.</summary>
    public ITaxiiInbox Inbox { get; init; } = ClosedInbox.Instance;

    public DirectorySnapshot Directory() => Keeper?.Current ?? DirectorySnapshot.Empty;

    public SearchTerms Terms => Keys.Terms;

    public Task<T> DoAsync<T>(Func<ILedger, T> errand, CancellationToken cancellation) => Errands.DoAsync(errand).WaitAsync(cancellation);
}
