using System.Text;
using Postvakt.EventLogs;
using Postvakt.Hunts;
using Postvakt.Sigma;

namespace Postvakt.Tests.Hunts;

/// <summary>Our own rules on a log, as a hunt runs them.</summary>
internal static class RunRules
{
    private static readonly Dictionary<HuntKind, Lazy<HuntRules>> Loaded = Enum.GetValues<HuntKind>().ToDictionary(k => k, k => new Lazy<HuntRules>(() => HuntRules.Load(k, [])));

    public static HuntRules Of(HuntKind kind) => Loaded[kind].Value;

    public static RuleRun On(HuntKind kind, string log)
    {
        using var file = LogFiles.Open(new MemoryStream(Encoding.UTF8.GetBytes(log)));
        return On(Of(kind).Engine.NewSession(new SigmaSessionOptions { SortByTime = true }), file);
    }

    public static RuleRun On(SigmaSession session, LogFile file)
    {
        var matches = new List<SigmaMatch>();
        var into = new SigmaEvent();
        var (read, timed, asked) = (0, 0, 0);
        while (file.Read())
        {
            read++;
            if (file.Event.Time is not null) timed++;
            EventCopy.Fill(into, file.Event, file);
            foreach (var source in LogSources.Of(file.Event))
            {
                asked++;
                into.LogSource = source;
                session.Evaluate(into, matches);
            }
        }
        session.Finish(matches);
        return new RuleRun(file.Kind, read, timed, asked - session.Statistics.Unrouted, [.. file.Report.Problems.Select(p => p.What)], matches);
    }
}
