using System.CommandLine;
using Postvakt.Cli;
using Postvakt.Cli.Verbs;
using Postvakt.Server.Installations;
using Postvakt.Storage;

using var interrupted = new CancellationTokenSource();
using var signals = new Signals(interrupted);

var root = new RootCommand("Postvakt guards e-mail conversations: it tests a reply's claim to belong to one against what it saw itself.")
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

try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine("postvakt: " + error.Message);
        Console.Error.WriteLine("Try: postvakt --help");
        return ExitStatus.Trouble;
    }
    // Signals are ours: the library would end the process two seconds after the first, in the middle of a stop that takes longer.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupted.Token).ConfigureAwait(false);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("postvakt: stopped; what was learned before is kept");
    return ExitStatus.Trouble;
}
catch (Exception trouble) when (trouble is InstallationException or StoreException or IOException or UnauthorizedAccessException or FormatException)
{
    Console.Error.WriteLine("postvakt: " + trouble.Message);
    return ExitStatus.Trouble;
}
