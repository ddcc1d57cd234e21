using System.CommandLine;

namespace Postvakt.Cli.Verbs;

/// <summary>All verbs, in the order in which help and reference show them.</summary>
internal static class RootVerb
{
    public static RootCommand Create() => new("Postvakt guards e-mail conversations: it tests a reply's claim to belong to one against what it saw itself.")
    {
        LearnVerb.Create(),
        ScanVerb.Create(),
        InspectVerb.Create(),
        HuntVerb.Create(),
        RulesVerb.Create(),
        EvaluateVerb.Create(),
        MemoryVerb.Create(),
        DoctorVerb.Create(),
        ServeVerb.Create(),
        WatchVerb.Create(),
        EventsVerb.Create(),
        QuarantineVerb.Create(),
        LockdownVerb.Create(),
        ReportVerb.Create(),
        ExceptionsVerb.Create(),
        IndicatorsVerb.Create(),
        SweepVerb.Create(),
        AskVerb.Create(),
        AdvisoryVerb.Create(),
        IncidentVerb.Create(),
        CampaignsVerb.Create(),
        ShareVerb.Create(),
        AutomationVerb.Create(),
        JobsVerb.Create(),
        SuspectsVerb.Create(),
        DirectoryVerb.Create(),
        UserVerb.Create(),
        UserVerb.CreateTokens(),
        AuditVerb.Create(),
        BackupVerb.Create(),
        RestoreVerb.Create(),
        ImportVerb.Create(),
        KeysVerb.Create(),
        WorkerVerb.Create(),
    };
}
