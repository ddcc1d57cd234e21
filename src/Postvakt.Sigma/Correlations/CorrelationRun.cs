using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Correlations;

/// <summary>The groups of one correlation in one session.</summary>
internal sealed class CorrelationRun(PlannedCorrelation plan, SigmaSessionOptions options, SigmaStatistics statistics, HeldTotal total)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

    /// <summary>The one that was quiet longest stands first.</summary>
    private readonly LinkedList<Group> _quiet = new();

    private readonly PriorityQueue<(Group Group, long Opened), long> _closings = new();

    private readonly long _span = plan.Rule.Timespan.Ticks;
    private readonly int _mostEvents = Math.Max(options.MaxEventsPerGroup, Threshold(plan) + 1);
    private readonly Func<Held, string> _counted = plan.IsTemporal ? h => h.Position.ToString(System.Globalization.CultureInfo.InvariantCulture) : h => h.Value;

    public PlannedCorrelation Plan => plan;

    public int HeldEvents { get; private set; }

    private void Count(int change)
    {
        HeldEvents += change;
        total.Events += change;
    }

    /// <param name="fulfilled">Takes the group, its events and what was measured.</param>
    public void Feed(int position, Item item, Action<Group, IReadOnlyList<Held>, int, double> fulfilled)
    {
        if (GroupOf(position, item) is not { } group || ValueOf(position, item) is not { } value) return;
        if (!double.IsFinite(value.Number)) return;
        var held = new Held(item, position, value.Text, value.Number);
        if (group.Count > 0 && held.Ticks < group[group.Count - 1].Ticks - _span)
        {
            statistics.LateEvents++;
            return;
        }
        if (!plan.OnlyGrows) Collect(group, held, fulfilled);
        else if (plan.Rule.Kind == CorrelationKind.TemporalOrdered) Order(group, held, fulfilled);
        else Slide(group, held, fulfilled);
    }

    /// <summary>Closes windows whose time has passed.</summary>
    public void Advance(long now, Action<Group, IReadOnlyList<Held>, int, double> fulfilled)
    {
        while (_closings.TryPeek(out var next, out var due) && due < now)
        {
            _closings.Dequeue();
            if (next.Group.Opened == next.Opened) Close(next.Group, fulfilled);
        }
    }

    /// <summary>Gives up the group that was quiet longest.</summary>
    public void DropQuietest()
    {
        if (_quiet.First is not { } first) return;
        if (first.Value.Count > 0) statistics.DroppedGroups++;
        statistics.DroppedEvents += first.Value.Count;
        Count(-first.Value.Count);
        first.Value.Clear();
        _groups.Remove(first.Value.Key);
        _quiet.Remove(first);
    }

    private void Slide(Group group, Held held, Action<Group, IReadOnlyList<Held>, int, double> fulfilled)
    {
        Keep(group, held);
        Expire(group);
        var measured = plan.Rule.Kind switch { CorrelationKind.EventCount => group.Count, CorrelationKind.ValueSum => group.Sum, _ => group.Distinct };
        if (!plan.Holds(measured)) return;
        if (plan.IsTemporal)
        {
            // The last event of each rule is what an analyst wants to see.
            var events = group.All.ToArray().Reverse().DistinctBy(h => h.Position).Reverse().ToList();
            fulfilled(group, events, events.Sum(e => e.Item.EventCount), measured);
            Forget(group);
        }
        else if (group[0].Ticks > group.Told)
        {
            group.Told = group[group.Count - 1].Ticks;
            var all = group.All;
            fulfilled(group, all[Math.Max(0, all.Length - options.MaxEventsPerMatch)..].ToArray(), Measure.Total(all), measured);
        }
    }

    private void Order(Group group, Held held, Action<Group, IReadOnlyList<Held>, int, double> fulfilled)
    {
        var last = Keep(group, held);
        Expire(group);
        if (last)
        {
            if (Extend(group, held) is not { } end) return;
            Told(end);
            return;
        }
        // An inner correlation may be fulfilled for a time that has passed: chains are made anew.
        group.Chains.Clear();
        foreach (var one in group.All.ToArray())
        {
            if (Extend(group, one) is not { } end) continue;
            Told(end);
            return;
        }

        void Told(Step end)
        {
            var events = new List<Held>();
            for (var step = end; step is not null; step = step.Before) events.Add(step.Held);
            events.Reverse();
            fulfilled(group, events, events.Sum(e => e.Item.EventCount), end.Length);
            Forget(group);
        }
    }

    /// <summary>The longest chains that end with this event; the one that fulfils, if one does.</summary>
    private Step? Extend(Group group, Held held)
    {
        for (var length = held.Position + 1; length >= 1; length--)
        {
            Step? best = null;
            if (length == 1)
            {
                best = new(held, null, held.Ticks, 1);
            }
            else
            {
                for (var before = 0; before < held.Position; before++)
                    if (group.Chains.TryGetValue((before, length - 1), out var step) && held.Ticks - step.Start <= _span && (best is null || step.Start > best.Start)) best = new(held, step, step.Start, length);
            }
            if (best is null) continue;
            group.Chains[(held.Position, length)] = best;
            if (plan.Holds(length)) return best;
        }
        return null;
    }

    /// <summary>Windows that are decided at their end begin with their first event.</summary>
    private void Collect(Group group, Held held, Action<Group, IReadOnlyList<Held>, int, double> fulfilled)
    {
        if (group.Opened is { } opened && held.Ticks > opened + _span) Close(group, fulfilled);
        if (group.Opened is null)
        {
            group.Opened = held.Ticks;
            _closings.Enqueue((group, held.Ticks), held.Ticks + _span);
            if (_closings.Count > 2 * _groups.Count + 64) Thin();
        }
        Keep(group, held);
    }

    /// <summary>Groups that were given up wait no longer for their end.</summary>
    private void Thin()
    {
        var open = _closings.UnorderedItems.Where(c => c.Element.Group.Opened == c.Element.Opened).ToList();
        _closings.Clear();
        _closings.EnqueueRange(open.Select(c => (c.Element, c.Priority)));
    }

    private void Close(Group group, Action<Group, IReadOnlyList<Held>, int, double> fulfilled)
    {
        var events = group.All.ToArray();
        Forget(group);
        if (events.Length == 0) return;
        if (plan.Rule.Kind == CorrelationKind.ValuePercentile && plan.Rule.Percentile is null)
        {
            foreach (var same in events.GroupBy(e => e.Value, StringComparer.Ordinal))
            {
                var share = 100.0 * same.Count() / events.Length;
                if (plan.Holds(share)) Tell([.. same], share);
            }
            return;
        }
        var measured = plan.Rule.Kind switch
        {
            CorrelationKind.EventCount => events.Length,
            CorrelationKind.ValueCount => events.Select(e => e.Value).Distinct(StringComparer.Ordinal).Count(),
            CorrelationKind.ValueSum => events.Sum(e => e.Number),
            CorrelationKind.ValueAverage => events.Average(e => e.Number),
            CorrelationKind.ValuePercentile => Measure.Percentile(events, plan.Rule.Percentile!.Value),
            CorrelationKind.TemporalOrdered => LongestChain(group, events),
            _ => events.Select(e => e.Position).Distinct().Count(),
        };
        if (plan.Holds(measured)) Tell(events, measured);

        void Tell(Held[] told, double number) => fulfilled(group, told[Math.Max(0, told.Length - options.MaxEventsPerMatch)..], Measure.Total(told), number);
    }

    private int LongestChain(Group group, Held[] events)
    {
        foreach (var one in events) Extend(group, one);
        var longest = group.Chains.Count == 0 ? 0 : group.Chains.Keys.Max(k => k.Length);
        group.Chains.Clear();
        return longest;
    }

    private bool Keep(Group group, Held held)
    {
        var last = group.Add(held, _counted(held));
        Count(1);
        while (group.Count > _mostEvents)
        {
            group.RemoveFirst(_counted);
            Count(-1);
            statistics.DroppedEvents++;
        }
        return last;
    }

    private void Expire(Group group)
    {
        var newest = group[group.Count - 1].Ticks;
        while (group[0].Ticks < newest - _span)
        {
            group.RemoveFirst(_counted);
            Count(-1);
        }
    }

    private void Forget(Group group)
    {
        Count(-group.Count);
        group.Clear();
    }

    private Group? GroupOf(int position, Item item)
    {
        var fields = plan.GroupFields(position);
        var values = new KeyValuePair<string, string>[fields.Count];
        var key = "";
        for (var i = 0; i < fields.Count; i++)
        {
            if (item[fields[i]] is not { } value)
            {
                statistics.WithoutGroup++;
                return null;
            }
            values[i] = new(plan.Rule.GroupBy[i], value);
            key += CorrelationValue.Key(value) + "\u001f";
        }
        if (_groups.TryGetValue(key, out var group))
        {
            _quiet.Remove(group.Place!);
            _quiet.AddLast(group.Place!);
            return group;
        }
        if (_groups.Count >= options.MaxGroups) DropQuietest();
        group = new(key, values);
        group.Place = _quiet.AddLast(group);
        _groups.Add(key, group);
        return group;
    }

    /// <summary>Null when a field whose values count is absent, or no number where numbers are needed.</summary>
    private (string Text, double Number)? ValueOf(int position, Item item)
    {
        var fields = plan.ValueFields(position);
        if (fields.Count == 0) return ("", 0);
        var text = "";
        var number = 0.0;
        foreach (var field in fields)
        {
            if (item[field] is not { } value)
            {
                statistics.WithoutGroup++;
                return null;
            }
            text += CorrelationValue.Key(value) + "\u001f";
            if (!CorrelationValue.NeedsNumber(plan.Rule)) continue;
            if (!Matching.Compare.TryNumber(value, out var one))
            {
                statistics.WithoutGroup++;
                return null;
            }
            number += one;
        }
        return (text, number);
    }

    private static int Threshold(PlannedCorrelation plan) =>
        plan.Rule.Kind is CorrelationKind.EventCount or CorrelationKind.ValueCount ? (int)plan.Rule.Bounds.Max(b => Math.Clamp(b.Value, 0, CorrelationReader.MaxThreshold)) : plan.Members.Count;
}
