using System.Globalization;
using Postvakt.Sigma.Correlations;
using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Scanning;

namespace Postvakt.Sigma;

/// <summary>One stream of events through the rules of an engine. For one thread; correlations join only what one session sees.</summary>
public sealed class SigmaSession
{
    private const int MaxEvidence = 32;

    private readonly SigmaEngine _engine;
    private readonly SigmaSessionOptions _options;
    private readonly SigmaStatistics _statistics = new();
    private readonly Correlator _correlator;
    private readonly Dictionary<Bucket, Hits> _hits = new(ReferenceEqualityComparer.Instance);
    private readonly int[] _slow;
    private readonly Fuel _fuel = new();
    private readonly JoinedText _joined = new();

    /// <summary>By field: one more than its first value in the event; by value: one more than the next of the same field.</summary>
    private int[] _heads = [];
    private int[] _next = new int[64];
    private int[] _numbers = new int[64];
    private SigmaEvent _event = new();
    private Bucket? _bucket;
    private Hits? _hit;
    private int _asked;

    internal SigmaSession(SigmaEngine engine, SigmaSessionOptions options)
    {
        (_engine, _options) = (engine, options);
        _correlator = new(engine.Plan, options, _statistics);
        _slow = new int[engine.RuleCount];
    }

    public SigmaStatistics Statistics => _statistics;

    /// <summary>Rules whose comparisons were given up, as they took too long.</summary>
    public IReadOnlyList<SlowRule> SlowRules =>
        [.. _slow.Select((count, rule) => (count, rule)).Where(s => s.count > 0).Select(s => new SlowRule(_engine.Rules.Detections[s.rule].Info, s.count, s.count >= _options.MaxSlowComparisons))];

    /// <summary>Adds what the event matches, and correlations that it fulfils, to <paramref name="results"/>.</summary>
    public void Evaluate(SigmaEvent @event, ICollection<SigmaMatch> results)
    {
        _statistics.Events++;
        _event = @event;
        _joined.Forget();
        if (Route() is not { } bucket)
        {
            _statistics.Unrouted++;
            return;
        }
        Begin(bucket);
        Scan(bucket);
        foreach (var rule in bucket.Always) Ask(bucket.Rules[rule], results);
        foreach (var rule in _hit!.Woken) Ask(bucket.Rules[rule], results);
        Forget();
    }

    /// <summary>No more events come: correlations that wait for the end of their time are decided.</summary>
    public void Finish(ICollection<SigmaMatch> results) => _correlator.Finish(results);

    /// <summary>Whether an atom of the bucket holds; each is asked once for an event.</summary>
    internal bool Holds(int number)
    {
        var known = _hit![number];
        if (known is Hits.Yes or Hits.No) return known == Hits.Yes;
        var atom = _bucket!.Atoms[number];
        var holds = (known == Hits.Perhaps || !atom.IsIndexed) && Test(atom);
        _hit[number] = holds ? Hits.Yes : Hits.No;
        return holds;
    }

    private Bucket? Route()
    {
        ReadOnlySpan<char> channel = default;
        long? id = null;
        var fields = _event.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            if (channel.IsEmpty && fields[i].Name == _engine.Mapping.ChannelField) channel = fields[i].Text.Span;
            else if (id is null && fields[i].Name == _engine.Mapping.EventIdField && long.TryParse(fields[i].Text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) id = number;
        }
        return _engine.BucketOf(_event.LogSource, channel, id);
    }

    private void Begin(Bucket bucket)
    {
        if (!_hits.TryGetValue(bucket, out _hit)) _hits[bucket] = _hit = new(bucket.Atoms, bucket.Rules.Count);
        _bucket = bucket;
        _hit.Begin();
        // All fields that the bucket asks for have their number by now.
        if (_heads.Length < _engine.Fields.Count) Array.Resize(ref _heads, _engine.Fields.Count);
        if (_next.Length < _event.Count)
        {
            _next = new int[_event.Count * 2];
            _numbers = new int[_event.Count * 2];
        }
    }

    private void Scan(Bucket bucket)
    {
        var fields = _event.Fields;
        // From the last to the first, so that the first value of a field is found first.
        for (var i = fields.Length - 1; i >= 0; i--)
        {
            var number = _engine.Fields.Find(fields[i].Name);
            // Another session made a bucket meanwhile; ours does not ask for it.
            if (number >= _heads.Length) number = -1;
            _numbers[i] = number;
            if (number < 0) continue;
            _next[i] = _heads[number];
            _heads[number] = i + 1;
            if (!fields[i].IsNull && number < bucket.Plans.Length && bucket.Plans[number] is { } plan) plan.Scan(fields[i].Text.Span, _hit!);
        }
        bucket.Text?.Scan(_joined.Of(_event), _hit!);
    }

    private void Forget()
    {
        for (var i = 0; i < _event.Count; i++)
            if (_numbers[i] >= 0) _heads[_numbers[i]] = 0;
    }

    private void Ask(BucketRule rule, ICollection<SigmaMatch> results)
    {
        if (_slow[rule.Number] >= _options.MaxSlowComparisons) return;
        _asked = rule.Number;
        if (!rule.Condition.Holds(this)) return;
        if (_engine.Plan.SpeaksItself(rule.Info))
        {
            _statistics.Matches++;
            results.Add(new() { Rule = rule.Info, Time = _event.Time, Source = _event.Source, Token = _event.Token, Evidence = Evidence(rule.Condition) });
        }
        if (_engine.Plan.CallersOf(rule.Info).Count > 0) Correlate(rule, results);
    }

    private void Correlate(BucketRule rule, ICollection<SigmaMatch> results)
    {
        if (_event.Time is not { } time)
        {
            _statistics.WithoutTime++;
            return;
        }
        var values = new List<KeyValuePair<string, string>>();
        foreach (var name in _engine.Plan.FieldsOf(rule.Info))
        {
            // As the rule calls it; the event may call it otherwise.
            IReadOnlyList<string> called = rule.Names.TryGetValue(name, out var names) ? names : [name];
            if (called.Select(Kept).FirstOrDefault(v => v is not null) is { } value) values.Add(new(name, value));
        }
        _correlator.Take(new(rule.Info, time, _event.Source, _event.Token, values), results);
    }

    /// <summary>The first value of a field, as correlations keep it; null where the event has none.</summary>
    private string? Kept(string name)
    {
        foreach (var field in _event.Fields)
        {
            if (field.Name == name && !field.IsNull) return CorrelationValue.Cut(field.Text.Span);
        }
        return null;
    }

    private bool Test(Atom atom)
    {
        if (atom.Field < 0) return Matches(atom.Matcher, _joined.Of(_event));
        var first = _heads[atom.Field];
        if (atom.Matcher is PresenceMatcher presence) return Present(presence, first);
        for (var i = first; i > 0; i = _next[i - 1])
        {
            var field = _event.Fields[i - 1];
            if (field.IsNull) continue;
            if (atom.Matcher is FieldMatcher reference ? MatchesOther(reference, field.Text.Span, atom.Other) : Matches(atom.Matcher, field.Text.Span)) return true;
        }
        return false;
    }

    private bool Present(PresenceMatcher presence, int first)
    {
        if (ReferenceEquals(presence, PresenceMatcher.Exists)) return first > 0;
        if (ReferenceEquals(presence, PresenceMatcher.Absent)) return first == 0;
        for (var i = first; i > 0; i = _next[i - 1])
            if (!_event.Fields[i - 1].IsNull) return false;
        return true;
    }

    private bool MatchesOther(FieldMatcher reference, ReadOnlySpan<char> text, int other)
    {
        for (var i = _heads[other]; i > 0; i = _next[i - 1])
            if (!_event.Fields[i - 1].IsNull && reference.Matches(text, _event.Fields[i - 1].Text.Span)) return true;
        return false;
    }

    private bool Matches(Matcher matcher, ReadOnlySpan<char> text)
    {
        _fuel.Left = Fuel.PerComparison;
        var matches = matcher.Matches(text, _fuel);
        if (!_fuel.IsSpent) return matches;
        _slow[_asked]++;
        return false;
    }

    private List<SigmaEvidence> Evidence(RuleNode condition)
    {
        var evidence = new List<SigmaEvidence>();
        Collect(condition);
        // A rule that asks for nothing but its log and a number, which the bucket decided.
        if (evidence.Count == 0 && Routing() is { } routing) evidence.Add(routing);
        return evidence;

        void Collect(RuleNode node)
        {
            if (evidence.Count == MaxEvidence) return;
            if (node is ManyNode many) foreach (var part in many.Parts) Collect(part);
            else if (node is AtomNode atom && Holds(atom.Number) && Show(atom) is var shown && !evidence.Contains(shown)) evidence.Add(shown);
        }
    }

    private SigmaEvidence? Routing()
    {
        foreach (var field in _event.Fields)
            if (field.Name == _engine.Mapping.EventIdField) return new(field.Name, Excerpt.Of(field.Text.Span), "log and number of the event");
        return null;
    }

    private SigmaEvidence Show(AtomNode node)
    {
        var atom = node.Atom;
        if (atom.Field < 0) return new("", Excerpt.Around(_joined.Of(_event), atom.Matcher.Needles), node.Written);
        var name = _engine.Fields.NameOf(atom.Field);
        if (atom.Matcher is PresenceMatcher) return new(name, null, node.Written);
        for (var i = _heads[atom.Field]; i > 0; i = _next[i - 1])
        {
            var field = _event.Fields[i - 1];
            if (_next[i - 1] == 0 || (atom.Matcher is FieldMatcher reference ? MatchesOther(reference, field.Text.Span, atom.Other) : Matches(atom.Matcher, field.Text.Span)))
                return new(field.Name, Excerpt.Of(field.Text.Span), node.Written);
        }
        return new(name, null, node.Written);
    }
}
