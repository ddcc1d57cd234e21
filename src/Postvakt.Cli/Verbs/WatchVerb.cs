using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>watch: verdicts of a running server as they are reached.</summary>
internal static class WatchVerb
{
    public static Command Create()
    {
        var format = CommonOptions.Format("table", "json");
        var all = new Option<bool>("--all") { Description = "Clean mail too" };
        var verb = new Command("watch", "Show verdicts of a running server as they are reached") { format, all };
        new Connection(verb).SetAction(verb, async (parsed, server, cancellation) =>
        {
            try
            {
                await foreach (var notice in server.WatchAsync(cancellation).ConfigureAwait(false))
                {
                    if (notice.Verdict == "clean" && !parsed.GetValue(all)) continue;
                    if (parsed.GetValue(format) == "json") OperatorVerb.Json(notice);
                    else Print(notice);
                }
            }
            catch (OperationCanceledException)
            {
                return ExitStatus.Nothing;
            }
            await Console.Error.WriteLineAsync("postvakt: the server stopped").ConfigureAwait(false);
            return ExitStatus.Trouble;
        });
        return verb.Needs(Role.Analyst, Scope.System);
    }

    private static void Print(VerdictNotice notice)
    {
        var done = notice.Disposition == notice.Intended ? notice.Disposition : $"{notice.Disposition} ({notice.Mode} mode; enforce would {notice.Intended})";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{notice.At.ToLocalTime():HH:mm:ss}  {notice.Verdict.ToUpperInvariant(),-12} {notice.Score:0.00}  {Plain.Text(notice.From, 48)}  {Plain.Text(notice.Subject, 60)}"));
        Console.WriteLine($"          {done}, id {notice.Id}{(notice.Repeat ? ", offered again" : "")}");
        if (notice.Summary.Length > 0) Console.WriteLine("          " + Plain.Text(notice.Summary, 400));
    }
}
