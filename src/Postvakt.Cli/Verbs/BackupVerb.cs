using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;
using Postvakt.Storage.Backups;

namespace Postvakt.Cli.Verbs;

/// <summary>backup: a copy of the stores, also while a server runs. The key ring is not in it: see keys copy.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("FOLDER") { Description = "Where the backup goes; empty or missing" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("backup", "Copy the stores, also while a server runs") { target, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(target)!);
            BackupReport.Write(Console.Out, "backed up to", folder, await client.SendAsync<BackupResult>(HttpMethod.Post, OperatorVerb.Path("backup"), new BackupRequest(folder), cancellation).ConfigureAwait(false), parsed.GetValue(format) == "json");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Administrator, Scope.System);
    }
}
