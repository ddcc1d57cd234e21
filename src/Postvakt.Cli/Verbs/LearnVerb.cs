using System.CommandLine;
using System.Globalization;
using Postvakt.Detection;
using Postvakt.Memory;
using Postvakt.Server.Installations;

namespace Postvakt.Cli.Verbs;

/// <summary>learn PATH… [--before DATE]: takes past mail in as genuine.</summary>
internal static class LearnVerb
{
    public static Command Create()
    {
        var paths = CommonOptions.Paths();
        var before = new Option<string?>("--before") { Description = "Leave out mail that arrived on or after this day (YYYY-MM-DD, UTC)", HelpName = "DATE" };
        var (data, domains, servers, format) = (CommonOptions.Data(), CommonOptions.OrgDomain(), CommonOptions.TrustedAuthserv(), CommonOptions.Format("table", "json"));
        var config = CommonOptions.Config();
        var verb = new Command("learn", "Take past mail in as genuine, to test later claims with") { paths, before, data, config, domains, servers, format };
        before.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !TryDay(text, out _)) result.AddError($"--before {text}: not a day; write YYYY-MM-DD");
        });
        verb.SetAction(async (parsed, cancellation) =>
        {
            var serve = CommonOptions.Read(parsed.GetValue(config));
            using var installation = await Installation.OpenAsync(serve, parsed.GetValue(data), MemoryOptions.Default with { RememberRhythm = serve.RememberRhythm }, TimeProvider.System, cancellation).ConfigureAwait(false);
            var judge = installation.Judge(CommonOptions.JudgeOptions(parsed.GetValue(domains), parsed.GetValue(servers), serve), HijackModel.Default());
            var end = parsed.GetValue(before) is { } day && TryDay(day, out var limit) ? limit : DateTimeOffset.MaxValue;
            var work = new MailWork(installation, "learn", TimeProvider.System);
            var (learned, later) = (0L, 0L);
            var newest = DateTimeOffset.MinValue;
            try
            {
                foreach (var (message, _) in work.Read(parsed.GetValue(paths) ?? [], cancellation))
                {
                    if (message.ArrivedAt >= end)
                    {
                        later++;
                        continue;
                    }
                    judge.Learn(message);
                    learned++;
                    if (message.ArrivedAt > newest) newest = message.ArrivedAt;
                }
            }
            finally
            {
                installation.Memory.Commit();
            }
            if (learned > 0) installation.Accounts.Expire(newest);
            Console.WriteLine(parsed.GetValue(format) == "json"
                ? $$"""{"learned":{{learned}},"left_out":{{later}}}"""
                : string.Create(CultureInfo.InvariantCulture, $"Learned {learned:N0} mails{(later > 0 ? $", left out {later:N0} that arrived later" : "")}."));
            return work.Trouble ? ExitStatus.Trouble : ExitStatus.Nothing;
        });
        return verb.NeedsAccount();
    }

    private static bool TryDay(string text, out DateTimeOffset day) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out day);
}
