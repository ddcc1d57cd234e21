using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Server.Installations;
using Postvakt.Storage.Backups;

namespace Postvakt.Cli.Verbs;

/// <summary>restore: puts a backup into a data directory that is empty or missing. Nothing is written when a file of the backup is damaged.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var source = new Argument<string>("FOLDER") { Description = "A backup" };
        var (data, format) = (CommonOptions.Data(), CommonOptions.Format("table", "json"));
        var verb = new Command("restore", "Put a backup into an empty data directory") { source, data, format };
        verb.SetAction(parsed =>
        {
            var folder = DataDirectory.Resolve(parsed.GetValue(data));
            var result = StoreBackup.Restore(Path.GetFullPath(parsed.GetValue(source)!), folder);
            BackupReport.Write(Console.Out, "restored to", folder, result, parsed.GetValue(format) == "json");
            return ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }
}
