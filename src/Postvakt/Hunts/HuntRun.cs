using System.Globalization;
using Postvakt.EventLogs;
using Postvakt.Sigma;
using Postvakt.Sigma.Rules;

namespace Postvakt.Hunts;

/// <summary>Takes every log below some paths through the rules. One thread; a file is read once, as a stream.</summary>
public sealed class HuntRun(HuntKind kind, HuntRules rules, HuntLimits limits)
{
    private readonly SigmaSession _session = rules.Engine.NewSession(new SigmaSessionOptions { SortByTime = true });
    private readonly SigmaEvent _event = new();
    private readonly List<SigmaMatch> _matches = [];
    private readonly List<HuntFinding> _findings = [];
    private readonly Dictionary<(SigmaRule Rule, string Host), int> _ofRule = [];
    private readonly List<HuntedFile> _files = [];
    private readonly CoverageCount _coverage = new(limits);
    private readonly HostName _host = new();
    private readonly TextPool _texts = new();
    private readonly HeapTrim _heap = new();
    private string _channel = "";
    private long _more, _milder;

    /// <param name="paths">Folders and files. One that is not there is an error of the caller.</param>
    /// <param name="progress">Told of each file before it is read.</param>
    public HuntReport Run(IEnumerable<string> paths, IProgress<string>? progress, CancellationToken cancellation)
    {
        var (given, left) = (paths.Select(Path.GetFullPath).ToArray(), new List<string>());
        foreach (var path in HuntFiles.Below(given, limits, left))
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(path);
            Read(path, left, cancellation);
        }
        _matches.Clear();
        _session.Finish(_matches);
        foreach (var match in _matches) Keep(match, null);
        var places = new HostPlaces(_files, given);
        for (var i = 0; i < _findings.Count; i++)
        {
            if (_findings[i].Host.Length == 0) _findings[i] = _findings[i] with { Host = places.HostOf(_findings[i].File) };
        }
        var coverage = _coverage.Lines(places.Named);
        IReadOnlyList<HuntFinding> findings = [.. _findings.OrderBy(f => f.At is null).ThenBy(f => f.At).ThenBy(f => f.File).ThenBy(f => f.Position)];
        return new HuntReport(kind, findings, _files, kind == HuntKind.Exchange ? TechniqueOutcome.Of(findings, coverage) : [], left)
        {
            MoreFindings = _more, MilderFindings = _milder, RuleProblems = rules.Problems, SlowRules = [.. _session.SlowRules.Select(s => $"{s.Rule.Title} ({s.Rule.Id ?? s.Rule.File}) took too long {s.Comparisons} times{(s.IsStopped ? " and was asked no more" : "")}: there it counts as not matched.")], Rules = rules.Engine.Rules.Rules.Count,
        };
    }

    private void Read(string path, List<string> left, CancellationToken cancellation)
    {
        var number = _files.Count;
        try
        {
            using var log = LogFiles.Open(path);
            var hosts = new HashSet<string>(StringComparer.Ordinal);
            object place = number;
            while (log.Read())
            {
                if ((log.Report.Events & 1023) == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    _heap.Look();
                }
                var read = log.Event;
                var host = _host.Of(read);
                if (host.Length > 0 && hosts.Count < limits.Hosts) hosts.Add(host);
                Cover(read, host, number);
                Evaluate(read, place);
            }
            _files.Add(new HuntedFile(path, log.Kind, log.Unknown, log.Report.Events, log.Report.Bad, log.Report.IsTorn, log.Report.IsIncomplete, log.Report.First, log.Report.Last, [.. log.Report.Problems.Take(limits.Problems).Select(p => p.ToString())]) { Hosts = [.. hosts] });
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            left.Add($"{path}: cannot be read: {refused.Message}");
        }
    }

    private void Cover(LogEvent read, string host, int file)
    {
        var source = SourceOf(read);
        _coverage.Add(host, host.Length > 0 ? source : HostPlaces.Unnamed(file, source), read.Time);
        // A log is no proof of absence where what would stand in it is not written: auditing may be off.
        if (!Technique.Asks(source) || !read.TryGet("EventID", out var id) || Technique.Asked(source, id) is not { } asked) return;
        _coverage.Add(host, host.Length > 0 ? asked : HostPlaces.Unnamed(file, asked), read.Time);
    }

    private void Evaluate(LogEvent read, object place)
    {
        foreach (var source in LogSources.Of(read))
        {
            EventCopy.Fill(_event, read, place);
            _event.LogSource = source;
            _matches.Clear();
            _session.Evaluate(_event, _matches);
            foreach (var match in _matches) Keep(match, read);
        }
    }

    /// <param name="read">The event; null for a correlation, which ends later.</param>
    private void Keep(SigmaMatch match, LogEvent? read)
    {
        if (match.Rule.Level < limits.Level)
        {
            _milder++;
            return;
        }
        IReadOnlyList<Trait> traits = read is not null ? Traits.Of(read) : [.. match.Events.SelectMany(e => e.Fields).Concat(match.Group).SelectMany(f => Traits.Of(f.Key, f.Value)).Distinct().Take(40)];
        var host = read is not null ? _host.Of(read) : traits.FirstOrDefault(t => t.Kind == TraitKind.Host).Value ?? "";
        var kept = _ofRule[(match.Rule, host)] = _ofRule.GetValueOrDefault((match.Rule, host)) + 1;
        if (kept > limits.OfRule || _findings.Count >= limits.Findings)
        {
            _more++;
            return;
        }
        // Of a correlation, what it grouped by says whom it is about.
        IReadOnlyList<SigmaEvidence> evidence = match.Evidence.Count > 0 ? match.Evidence : [.. match.Group.Select(g => new SigmaEvidence(g.Key, g.Value, "group-by"))];
        if (match.Measured is { } measured) evidence = [.. evidence, new SigmaEvidence("", measured.ToString("0.##", CultureInfo.InvariantCulture), "measured")];
        _findings.Add(new HuntFinding(match.Rule, match.Time, _texts[host]!, match.Source is int file ? file : 0, match.Token, [.. evidence.Select(e => e with { Field = _texts[e.Field]!, Value = _texts[e.Value], Item = _texts[e.Item]! })], [.. traits.Select(t => t with { Value = _texts[t.Value]! })]) { Joined = match.Events, Events = match.EventCount });
    }

    /// <summary>Kind of the log, or the channel of a Windows event. The last channel is remembered: a file mostly has one.</summary>
    private string SourceOf(LogEvent read)
    {
        if (read.Kind is not (LogKind.Evtx or LogKind.WindowsXml or LogKind.WindowsJson) || !read.TryGet("Channel", out var channel) || channel.Text.Length is 0 or > 100) return read.Kind.ToString();
        if (!channel.Text.Span.SequenceEqual(_channel)) _channel = channel.Text.ToString();
        return _channel;
    }
}
