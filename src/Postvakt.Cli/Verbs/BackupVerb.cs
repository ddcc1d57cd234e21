using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>backup: a copy of the stores, also while a server runs. The key ring is not in it: see keys copy.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var target = new Argument<string>("FOLDER") { Description = "Where the backup goes; empty or missing" };
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var verb = new Command("backup", "Copy the stores, also while a server runs") { target, data, config, format };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(target)!);
            var operations = await OperatorLink.OpenAsync(CommonOptions.Read(parsed.GetValue(config)), parsed.GetValue(data), TimeProvider.System, cancellation).ConfigureAwait(false);
            await using var _ = operations.ConfigureAwait(false);
            BackupReport.Write(Console.Out, "backed up to", folder, await operations.BackupAsync(folder, cancellation).ConfigureAwait(false), parsed.GetValue(format) == "json");
            return ExitStatus.Nothing;
        });
        return verb;
    }
}
