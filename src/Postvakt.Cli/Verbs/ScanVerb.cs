using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Detection;
using Postvakt.Memory;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>scan PATH…: judges mail against Memory.</summary>
internal static class ScanVerb
{
    public static Command Create()
    {
        var paths = CommonOptions.Paths();
        var learn = new Option<bool>("--learn") { Description = "Remember each mail after judging it" };
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output", HelpName = "FILE" };
        var revisions = new Option<string?>("--revisions") { Description = "Write earlier verdicts that later mail changed to this file, one JSON object a line", HelpName = "FILE" };
        var jobs = CommonOptions.Jobs();
        var (data, domains, servers, format) = (CommonOptions.Data(), CommonOptions.OrgDomain(), CommonOptions.TrustedAuthserv(), CommonOptions.Format("table", "json", "html"));
        var config = CommonOptions.Config();
        var verb = new Command("scan", "Judge mail") { paths, learn, format, output, revisions, jobs, data, config, domains, servers };
        verb.SetAction(async (parsed, cancellation) =>
        {
            var serve = CommonOptions.Read(parsed.GetValue(config));
            using var installation = await Installation.OpenAsync(serve, parsed.GetValue(data), MemoryOptions.Default with { RememberRhythm = serve.RememberRhythm }, TimeProvider.System, cancellation).ConfigureAwait(false);
            var options = CommonOptions.JudgeOptions(parsed.GetValue(domains), parsed.GetValue(servers), serve);
            var scope = new ScanScope(parsed.GetValue(paths) ?? [], HijackModel.Default());
            var judge = installation.Judge(options, scope.Model);
            await using var target = parsed.GetValue(output) is { } file ? File.Create(file) : Console.OpenStandardOutput();
            await using var buffered = new BufferedStream(target, 64 << 10);
            await using var revised = parsed.GetValue(revisions) is { } path ? File.Create(path) : null;
            var work = new MailWork(installation, "scan", TimeProvider.System);
            using var run = new ScanRun(installation, judge, Reporters.Of(parsed.GetValue(format)!, buffered, installation.Memory, scope, TimeProvider.System), revised, TimeProvider.System);
            try
            {
                await foreach (var mail in work.ReadAsync(scope.Paths, parsed.GetValue(jobs), cancellation).ConfigureAwait(false)) run.Take(mail, parsed.GetValue(learn));
                scope.Complete = true;
            }
            finally
            {
                scope.Unread = work.Unread;
                run.Finish();
                installation.Memory.Commit();
            }
            return work.Trouble ? ExitStatus.Trouble : run.Found ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }
}
