using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Server.Checkups;

namespace Postvakt.Cli.Verbs;

/// <summary>doctor: looks the installation over and says what to mend. Exit status 0 well, 1 warnings, 2 broken.</summary>
internal static class DoctorVerb
{
    public static Command Create()
    {
        var (data, format) = (CommonOptions.Data(), CommonOptions.Format("table", "json"));
        var config = ServeVerb.Config();
        var postfix = new Option<string?>("--postfix") { Description = "Look at Postfix too, and say the lines it lacks; DIR is its configuration, else the usual one", HelpName = "DIR", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Command("doctor", "Check this installation, without changing it") { data, format, config, postfix };
        verb.SetAction(parsed =>
        {
            var (folder, checks) = new Checkup(TimeProvider.System).Run(
                parsed.GetValue(data), ServeVerb.Find(parsed.GetValue(config)), ServeVerb.Variables(), parsed.GetResult(postfix) is null ? null : parsed.GetValue(postfix) ?? "");
            var worst = checks.Max(c => c.State);
            if (parsed.GetValue(format) == "json") CheckupReport.WriteJson(Console.Out, folder, worst, checks);
            else CheckupReport.WriteTable(Console.Out, worst, checks);
            return worst switch { CheckState.Broken => ExitStatus.Trouble, CheckState.Warning => ExitStatus.Found, _ => ExitStatus.Nothing };
        });
        return verb.NeedsAccount();
    }
}
