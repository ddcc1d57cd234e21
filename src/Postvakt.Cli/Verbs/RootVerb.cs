using System.CommandLine;

namespace Postvakt.Cli.Verbs;

/// <summary>All verbs, in the order in which help and reference show them.</summary>
internal static class RootVerb
{
    private static readonly (string Name, Func<Command> Create)[] Verbs =
    [
        ("learn", LearnVerb.Create),
        ("scan", ScanVerb.Create),
        ("inspect", InspectVerb.Create),
        ("hunt", HuntVerb.Create),
        ("rules", RulesVerb.Create),
        ("evaluate", EvaluateVerb.Create),
        ("memory", MemoryVerb.Create),
        ("doctor", DoctorVerb.Create),
        ("serve", ServeVerb.Create),
        ("watch", WatchVerb.Create),
        ("events", EventsVerb.Create),
        ("quarantine", QuarantineVerb.Create),
        ("lockdown", LockdownVerb.Create),
        ("report", ReportVerb.Create),
        ("exceptions", ExceptionsVerb.Create),
        ("indicators", IndicatorsVerb.Create),
        ("sweep", SweepVerb.Create),
        ("ask", AskVerb.Create),
        ("advisory", AdvisoryVerb.Create),
        ("incident", IncidentVerb.Create),
        ("campaigns", CampaignsVerb.Create),
        ("share", ShareVerb.Create),
        ("automation", AutomationVerb.Create),
        ("jobs", JobsVerb.Create),
        ("suspects", SuspectsVerb.Create),
        ("directory", DirectoryVerb.Create),
        ("user", UserVerb.Create),
        ("token", UserVerb.CreateTokens),
        ("audit", AuditVerb.Create),
        ("backup", BackupVerb.Create),
        ("restore", RestoreVerb.Create),
        ("import", ImportVerb.Create),
        ("keys", KeysVerb.Create),
        ("worker", WorkerVerb.Create),
    ];

    /// <summary>The command line with all verbs.</summary>
    public static RootCommand Create() => Of(Verbs);

    /// <summary>The command line that a call needs: with the verb that it names first, or with all where it names none. Making all costs more than most verbs take.</summary>
    public static RootCommand For(string[] args)
    {
        if (args is ["--version"]) return Of([]);
        var named = Array.FindIndex(Verbs, v => args is [var first, ..] && v.Name == first);
        return named < 0 ? Create() : Of([Verbs[named]]);
    }

    private static RootCommand Of((string Name, Func<Command> Create)[] verbs)
    {
        var root = new RootCommand("Postvakt guards e-mail conversations: it tests a reply's claim to belong to one against what it saw itself.");
        foreach (var verb in verbs) root.Add(verb.Create());
        return root;
    }
}
