using System.Reflection;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Mapping;

/// <summary>
/// Which events a log source means, and what fields are called there: data, replaceable by the operator. The form of the file is described in the shipped one, <c>Mapping/windows.yml</c>.
/// </summary>
public sealed class SigmaMapping
{
    private static readonly Lazy<SigmaMapping> Shipped = new(ReadShipped);

    private readonly Dictionary<SigmaLogSource, IReadOnlyList<MappedEvents>> _sources;

    internal SigmaMapping(Dictionary<SigmaLogSource, IReadOnlyList<MappedEvents>> sources, string channel, string eventId, string provider)
    {
        _sources = sources;
        (ChannelField, EventIdField, ProviderField) = (channel, eventId, provider);
    }

    /// <summary>Windows logs, as shipped with the library.</summary>
    public static SigmaMapping Default => Shipped.Value;

    /// <summary>No log source at all: only events whose source the caller declares are looked at.</summary>
    public static SigmaMapping None { get; } = new([], "Channel", "EventID", "Provider_Name");

    /// <summary>Field of an event that names its log; "Channel" unless the file says otherwise.</summary>
    public string ChannelField { get; }

    /// <summary>Field of an event that holds its number.</summary>
    public string EventIdField { get; }

    /// <summary>Field of an event that names who wrote it.</summary>
    public string ProviderField { get; }

    /// <summary>Reads a mapping. What is wrong goes to <paramref name="problems"/> and is left out; an operator should not start with an error.</summary>
    /// <param name="name">What problems call the text by.</param>
    public static SigmaMapping Read(string name, string text, ICollection<SigmaProblem> problems) => MappingReader.Read(name, text, problems);

    /// <summary>This mapping with entries of another over it: the same log source is replaced, others are added, and the other's facts hold.</summary>
    public SigmaMapping With(SigmaMapping over)
    {
        var sources = new Dictionary<SigmaLogSource, IReadOnlyList<MappedEvents>>(_sources);
        foreach (var (source, events) in over._sources) sources[source] = events;
        return new(sources, over.ChannelField, over.EventIdField, over.ProviderField);
    }

    /// <summary>Events that a rule of this source means; empty if nothing is known.</summary>
    internal IReadOnlyList<MappedEvents> For(SigmaLogSource rule)
    {
        var fitting = _sources.Where(s => s.Key.Contains(rule)).ToList();
        var narrow = fitting.Where(s => s.Key.Category is not null || s.Key.Service is not null).ToList();
        if (narrow.Count == 0) return rule.Category is null && rule.Service is null ? [.. fitting.SelectMany(f => f.Value)] : [];
        // What the rule names must be known, or the rule would be run on far more events than it means.
        if (rule.Category is not null && !narrow.Any(n => n.Key.Category is not null)) return [];
        if (rule.Service is not null && !narrow.Any(n => n.Key.Service is not null)) return [];
        IReadOnlyList<MappedEvents> meant = narrow[0].Value;
        foreach (var next in narrow.Skip(1)) meant = [.. from left in meant from right in next.Value let both = left.And(right) where both is not null select both];
        return meant;
    }

    private static SigmaMapping ReadShipped()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Postvakt.Sigma.Mapping.windows.yml")!;
        using var reader = new StreamReader(stream);
        var problems = new List<SigmaProblem>();
        var mapping = Read("windows.yml", reader.ReadToEnd(), problems);
        return problems.Count == 0 ? mapping : throw new InvalidOperationException("The shipped mapping is broken: " + problems[0]);
    }
}
