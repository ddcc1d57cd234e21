namespace Postvakt.Tests.Architecture;

/// <summary>Who may use whom. Knows only pairs of names, so that a made-up table can show it failing.</summary>
internal static class LayerRules
{
    /// <summary>Folders of src/Postvakt from the ground up: each may use itself and those before it.</summary>
    public static readonly string[] Folders =
    [
        "Wording", "Messages", "Audit", "Jobs", "Registers", "Directories", "Indicators", "Memory", "Conversations", "Authentication", "Signals", "LockDowns", "Facts",
        "Rules", "Detection", "Quarantine", "Access", "Intake", "Campaigns", "UserReports", "Questions", "Advisories", "Sweeps", "Automation", "Hunts", "Incidents", "Sharing", "Feeds", "Notices", "Events",
    ];

    /// <summary>Projects and those of ours that they may use.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Projects = new Dictionary<string, string[]>
    {
        ["Postvakt.Documents"] = [],
        ["Postvakt.EventLogs"] = [],
        ["Postvakt.Mql"] = [],
        ["Postvakt.Classification"] = [],
        ["Postvakt"] = ["Postvakt.Classification", "Postvakt.Documents", "Postvakt.EventLogs", "Postvakt.Mql", "Postvakt.Sigma"],
        ["Postvakt.Storage"] = ["Postvakt"],
        ["Postvakt.Protocols"] = [],
        ["Postvakt.Sigma"] = [],
        ["Postvakt.Web"] = ["Postvakt", "Postvakt.Mql"],
        ["Postvakt.Server"] = ["Postvakt", "Postvakt.Storage", "Postvakt.Protocols", "Postvakt.Documents", "Postvakt.Mql", "Postvakt.Web"],
        ["Postvakt.Cli"] = ["Postvakt", "Postvakt.Storage", "Postvakt.Server", "Postvakt.Documents", "Postvakt.EventLogs", "Postvakt.Mql", "Postvakt.Sigma"],
    };

    /// <summary>Packages that speak SQL, and the one project that may.</summary>
    private static readonly string[] SqlPackages = ["Microsoft.Data.Sqlite", "SQLitePCL", "Npgsql", "System.Data.SqlClient"];

    private const string SqlProject = "Postvakt.Storage";

    public static IEnumerable<string> FolderFaults(IEnumerable<(string From, string To)> uses)
    {
        foreach (var (from, to) in uses.Distinct().Order())
        {
            var (user, used) = (Array.IndexOf(Folders, from), Array.IndexOf(Folders, to));
            if (user < 0) yield return $"folder {from} is not in the list";
            else if (used < 0) yield return $"folder {to} is not in the list";
            else if (used > user) yield return $"{from} uses {to}, which stands above it";
        }
    }

    public static IEnumerable<string> ProjectFaults(IEnumerable<(string From, string To)> references)
    {
        foreach (var (from, to) in references.Distinct().Order())
        {
            if (!Projects.TryGetValue(from, out var allowed)) yield return $"project {from} is not in the list";
            else if (to.Split('.')[0] == "Postvakt" && !allowed.Contains(to)) yield return $"{from} uses {to}";
            else if (from != SqlProject && SqlPackages.Any(p => to.StartsWith(p, StringComparison.OrdinalIgnoreCase))) yield return $"{from} speaks SQL through {to}";
        }
    }
}
