using System.Globalization;
using System.Net;
using System.Reflection;
using Postvakt.Audit;
using Postvakt.Server.Checkups;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Events;
using Postvakt.Server.Gateway;
using Postvakt.Server.Operation;
using Postvakt.Web.House;

namespace Postvakt.Server.Serving;

/// <summary>How the running server stands, for the console: what it knows itself, and of "postvakt doctor" what costs nothing while mail comes in.</summary>
internal sealed class HouseReports(
    GatewayStore store, IReadOnlyList<IErrands> desks, ServeConfig config, Func<DirectoryStatus?> directory, Func<(IReadOnlyList<EndPoint> At, int Open)> listeners, Gatekeeper gatekeeper, EventHub events, DateTimeOffset started, TimeProvider clock)
{
    /// <summary>After so long without one a back-up is overdue. A week.</summary>
    private static readonly TimeSpan BackupDue = TimeSpan.FromDays(7);

    public static IReadOnlyList<ChainState> Chains(AuditReport report) => [.. report.Nodes.Select(n => new ChainState(n.Node, n.Entries, n.FirstBroken, n.Checkpoints))];

    public async Task<IReadOnlyList<HealthLine>> LinesAsync(CancellationToken cancellation)
    {
        var (jobs, backup, nodes) = await desks[0].DoAsync(l => (l.Count(), l.SearchAudit(new AuditQuery { Action = "backup", Max = 1 }).Entries, l.AuditNodes())).WaitAsync(cancellation).ConfigureAwait(false);
        var checks = await Task.Run(() => new List<Check>([DiskCheck.Run("disk space", store.Folder), DiskCheck.Run("spool space", Path.GetTempPath()), .. KeyRingCheck.Run(store.Folder).Checks, ClockCheck.Run(clock, null)]), cancellation).ConfigureAwait(false);
        return [Version(), Receiving(), Store(), Jobs(jobs.Waiting, jobs.GivenUp), Directory(), Backup(backup is [var last] ? last.Event.At : null), Nodes(nodes), .. events.Status().Select(EventsCheck.Of).Concat(checks).Select(Line)];
    }

    private HealthLine Version() => new("version", HealthState.Ok, string.Create(CultureInfo.InvariantCulture,
        $"{typeof(HouseReports).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}, serving since {started:yyyy-MM-dd HH:mm} UTC"));

    private HealthLine Receiving()
    {
        var (at, open) = listeners();
        var text = string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", at)}; {open} connections are open");
        return gatekeeper.InTrouble ? new("listeners", HealthState.Broken, text + "; mail cannot be recorded in time and is deferred: look at the log and the store")
            : at.Count == 0 ? new("listeners", HealthState.Warning, "nothing listens for mail") : new("listeners", HealthState.Ok, text);
    }

    private HealthLine Store() => new("store", HealthState.Ok, store.IsShared ? "PostgreSQL, shared by nodes" : $"SQLite in {store.Folder}");

    private static HealthLine Jobs(long waiting, long givenUp) => new("jobs", givenUp > 0 ? HealthState.Warning : HealthState.Ok,
        string.Create(CultureInfo.InvariantCulture, $"{waiting:N0} wait or are being done, {givenUp:N0} were given up") + (givenUp > 0 ? "; see them with: postvakt jobs" : ""));

    private HealthLine Directory()
    {
        if (config.Directory is not { } source || directory() is not { } status) return new("directory", HealthState.Note, "no source is named: people are known by their mail alone; name one under directory");
        if (status.TakenAt is not { } at) return new("directory", HealthState.Warning, $"{status.Source}: nothing was taken over yet{(status.LastError is { } never ? ": " + never : "")}");
        var text = string.Create(CultureInfo.InvariantCulture, $"{status.Source}: {status.People:N0} people and {status.Partners:N0} partners, as of {at:yyyy-MM-dd HH:mm} UTC");
        return status.LastError is { } error ? new("directory", HealthState.Warning, $"{text}; the last reading changed nothing: {error}")
            : clock.GetUtcNow() - at > 3 * source.Refresh ? new("directory", HealthState.Warning, text + ", which is long ago") : new("directory", HealthState.Ok, text);
    }

    private HealthLine Backup(DateTimeOffset? last) => store.IsShared ? new("back-up", HealthState.Note, "the store is PostgreSQL: back it up with pg_dump; nothing is known of that here")
        : last is not { } at ? new("back-up", HealthState.Warning, "none is known of; make one: postvakt backup FOLDER")
        : new("back-up", clock.GetUtcNow() - at > BackupDue ? HealthState.Warning : HealthState.Ok, string.Create(CultureInfo.InvariantCulture, $"last begun {at:yyyy-MM-dd HH:mm} UTC"));

    private static HealthLine Nodes(IReadOnlyList<string> nodes) => new("nodes", HealthState.Ok, nodes.Count == 0 ? "nobody decided anything yet" : "have decided something: " + string.Join(", ", nodes));

    private static HealthLine Line(Check check) => new(check.Name, check.State switch { CheckState.Ok => HealthState.Ok, CheckState.Note => HealthState.Note, CheckState.Warning => HealthState.Warning, _ => HealthState.Broken }, check.Sentence);
}
