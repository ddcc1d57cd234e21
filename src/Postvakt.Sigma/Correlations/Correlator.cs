using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Correlations;

/// <summary>All correlations of one session.</summary>
internal sealed class Correlator
{
    private readonly CorrelationPlan _plan;
    private readonly SigmaSessionOptions _options;
    private readonly SigmaStatistics _statistics;
    private readonly CorrelationRun[] _runs;
    private readonly List<(SigmaRule Rule, Item Item)> _waiting = [];
    private readonly HeldTotal _total = new();
    private long _now = long.MinValue;

    public Correlator(CorrelationPlan plan, SigmaSessionOptions options, SigmaStatistics statistics)
    {
        (_plan, _options, _statistics) = (plan, options, statistics);
        _runs = [.. plan.All.Select(c => new CorrelationRun(c, options, statistics, _total))];
    }

    public void Take(SigmaCorrelatedEvent matched, ICollection<SigmaMatch> results)
    {
        var item = new Item(matched.Time, [matched], 1, []);
        if (!_options.SortByTime)
        {
            Pass(matched.Rule, item, results);
            return;
        }
        _waiting.Add((matched.Rule, item));
        // The older half goes its way: memory is bounded, and what comes later for its time is counted as late.
        if (_waiting.Count > _options.MaxHeldEvents) Release(_waiting.Count / 2, results);
    }

    public void Finish(ICollection<SigmaMatch> results)
    {
        Release(_waiting.Count, results);
        // Inner correlations stand before those that call them.
        foreach (var run in _runs) run.Advance(long.MaxValue, Fulfilled(run, results));
    }

    private void Release(int count, ICollection<SigmaMatch> results)
    {
        var sorted = _waiting.Select((w, i) => (w, i)).OrderBy(w => w.w.Item.Time.UtcTicks).ThenBy(w => w.i).Select(w => w.w).ToList();
        _waiting.Clear();
        _waiting.AddRange(sorted.Skip(count));
        foreach (var (rule, item) in sorted.Take(count)) Pass(rule, item, results);
    }

    private void Pass(SigmaRule rule, Item item, ICollection<SigmaMatch> results)
    {
        if (item.Time.UtcTicks > _now)
        {
            _now = item.Time.UtcTicks;
            foreach (var run in _runs) run.Advance(_now, Fulfilled(run, results));
        }
        Feed(rule, item, results);
    }

    private void Feed(SigmaRule rule, Item item, ICollection<SigmaMatch> results)
    {
        foreach (var (correlation, position) in _plan.CallersOf(rule))
        {
            var run = _runs[correlation];
            run.Feed(position, item, Fulfilled(run, results));
            while (_total.Events > _options.MaxHeldEvents) _runs.MaxBy(r => r.HeldEvents)!.DropQuietest();
        }
    }

    private Action<Group, IReadOnlyList<Held>, int, double> Fulfilled(CorrelationRun run, ICollection<SigmaMatch> results) => (group, held, total, measured) =>
    {
        var rule = run.Plan.Rule.Info;
        var events = held.SelectMany(h => h.Item.Events).OrderBy(e => e.Time.UtcTicks).TakeLast(_options.MaxEventsPerMatch).ToList();
        var time = held[^1].Item.Time;
        if (_plan.SpeaksItself(rule))
        {
            _statistics.Matches++;
            results.Add(new() { Rule = rule, Time = time, Source = events[^1].Source, Token = events[^1].Token, Events = events, EventCount = total, Group = group.Values, Measured = measured });
        }
        Feed(rule, new(time, events, total, group.Values), results);
    };
}
