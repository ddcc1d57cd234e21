using System.Collections.Concurrent;
using Postvakt.Sigma.Conditions;
using Postvakt.Sigma.Correlations;
using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Rules;
using Postvakt.Sigma.Scanning;

namespace Postvakt.Sigma;

/// <summary>Compiled rules. Immutable for its users and shared by threads; each thread, or each stream of events, has a <see cref="SigmaSession"/> of its own.</summary>
public sealed class SigmaEngine
{
    /// <summary>Log sources that callers may declare. 64: a program knows its own; hostile data must not make more.</summary>
    private const int MaxDeclaredSources = 64;

    private const long OtherId = -1;
    private const long NoId = -2;

    private readonly IReadOnlyList<RoutedRule> _rules;
    private readonly Dictionary<string, int> _channels = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _channelLookup;
    private readonly List<string> _channelNames = [];
    private readonly HashSet<long> _ids = [];
    private readonly ConcurrentDictionary<(int Source, int Channel, long Id), Bucket> _buckets = new();
    private readonly Dictionary<SigmaLogSource, int> _declared = [];
    private readonly Lock _lock = new();

    public SigmaEngine(SigmaRuleSet rules, SigmaMapping? mapping = null)
    {
        Rules = rules;
        Mapping = mapping ?? SigmaMapping.Default;
        Plan = new CorrelationPlan(rules);
        Fields = new FieldNumbers();
        _rules = [.. rules.Detections.Select((d, i) => new RoutedRule(i, d, Mapping.For(d.Info.LogSource)))];
        foreach (var rule in _rules)
        {
            foreach (var events in rule.Events)
            {
                foreach (var channel in events.Channels ?? []) Know(channel);
                foreach (var id in events.EventIds ?? []) _ids.Add(id);
            }
            Know(rule.Rule.Condition);
        }
        _channelLookup = _channels.GetAlternateLookup<ReadOnlySpan<char>>();
        Unmapped = [.. _rules.Where(r => r.Events.Count == 0).Select(r => r.Rule.Info)];
    }

    public SigmaRuleSet Rules { get; }

    public SigmaMapping Mapping { get; }

    /// <summary>Detections of log sources that the mapping does not know: they look only at events whose <see cref="SigmaEvent.LogSource"/> the caller declares.</summary>
    public IReadOnlyList<SigmaRule> Unmapped { get; }

    internal FieldNumbers Fields { get; }

    internal CorrelationPlan Plan { get; }

    internal int RuleCount => _rules.Count;

    public SigmaSession NewSession(SigmaSessionOptions? options = null) => new(this, options ?? new());

    /// <summary>Null when no rule can match.</summary>
    internal Bucket? BucketOf(SigmaLogSource? declared, ReadOnlySpan<char> channel, long? eventId)
    {
        var source = -1;
        if (declared is not null && (source = Declare(declared)) < 0) return null;
        if (source < 0 && channel.IsEmpty) return null;
        var known = channel.IsEmpty ? -2 : _channelLookup.TryGetValue(channel, out var number) ? number : -1;
        var key = (source, known, eventId is not { } id ? NoId : _ids.Contains(id) ? id : OtherId);
        if (!_buckets.TryGetValue(key, out var bucket)) bucket = Make(key, declared);
        return bucket.IsEmpty ? null : bucket;
    }

    private int Declare(SigmaLogSource source)
    {
        lock (_lock)
        {
            if (_declared.TryGetValue(source, out var number)) return number;
            if (_declared.Count == MaxDeclaredSources) return -1;
            _declared.Add(source, _declared.Count);
            return _declared.Count - 1;
        }
    }

    private Bucket Make((int Source, int Channel, long Id) key, SigmaLogSource? declared)
    {
        lock (_lock)
        {
            if (_buckets.TryGetValue(key, out var made)) return made;
            var builder = new BucketBuilder(Fields, Mapping, key.Channel >= 0 ? _channelNames[key.Channel] : null, hasChannel: key.Channel != -2, key.Id >= 0 ? key.Id : null, isOtherId: key.Id == OtherId);
            foreach (var rule in _rules) builder.Add(rule, declared);
            return _buckets[key] = builder.Build();
        }
    }

    private void Know(string channel)
    {
        if (_channels.TryAdd(channel, _channelNames.Count)) _channelNames.Add(channel);
    }

    /// <summary>Numbers and logs that conditions ask for, so that buckets can decide them once.</summary>
    private void Know(Expr expr)
    {
        switch (expr)
        {
            case NotExpr not:
                Know(not.Part);
                break;
            case ManyExpr many:
                foreach (var part in many.Parts) Know(part);
                break;
            case TestExpr { Test: { Matcher: TextMatcher { Shape: TextShape.Whole } text } test }:
                if (test.Field == Mapping.ChannelField && text.Literal.Length > 0) Know(text.Literal);
                else if (test.Field == Mapping.EventIdField && long.TryParse(text.Literal, out var id) && id >= 0) _ids.Add(id);
                break;
        }
    }
}
