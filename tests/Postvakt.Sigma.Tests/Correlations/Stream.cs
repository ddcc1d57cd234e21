using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Correlations;

/// <summary>Rules "a", "b" and "c" that match events of their kind, a correlation, and events by second.</summary>
internal sealed class Stream
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly SigmaSession _session;
    private long _count;

    public Stream(string correlations, SigmaSessionOptions? options = null)
    {
        Bed = Bed.Of(Base + correlations);
        _session = Bed.Engine.NewSession(options);
    }

    public Bed Bed { get; }

    public List<SigmaMatch> Matches { get; } = [];

    public SigmaStatistics Statistics => _session.Statistics;

    public static string Base { get; } = string.Concat(new[] { "a", "b", "c" }.Select(n => Bed.Rule($"Rule {n}", $"sel:\n    Kind: {n}\ncondition: sel", $"name: {n}\nid: id-{n}") + "\n---\n"));

    public static string Correlation(string type, string more, string rules = "[a]", string top = "") => $"title: Joined\nname: joined\nlevel: high\n{top}correlation:\n    type: {type}\n    rules: {rules}\n    timespan: 10s\n    {more.Replace("\n", "\n    ", StringComparison.Ordinal)}\n";

    public Stream At(double second, string kind, params (string, object?)[] fields)
    {
        var one = Bed.Event([("Kind", kind), .. fields]);
        one.Time = Start.AddSeconds(second);
        one.Token = ++_count;
        _session.Evaluate(one, Matches);
        return this;
    }

    public Stream Timeless(string kind)
    {
        _session.Evaluate(Bed.Event(("Kind", kind), ("Host", "x")), Matches);
        return this;
    }

    public Stream End()
    {
        _session.Finish(Matches);
        return this;
    }

    /// <summary>Tokens of the events of each match.</summary>
    public string Told => string.Join(" | ", Matches.Select(m => m.Events.Count == 0 ? m.Rule.Name : string.Join(",", m.Events.Select(e => e.Token))));
}
