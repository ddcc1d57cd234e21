using System.Net;
using Postvakt.Authentication;

namespace Postvakt.Tests.Authentication.Support;

/// <summary>
/// The DNS as a table, a record a line: "name TYPE value". A value FAIL gives no answer; a type NONE makes a name that exists without records.
/// Remembers what it was asked.
/// </summary>
internal sealed class TableResolver : IResolver
{
    private readonly Dictionary<DnsQuestion, List<string>> _records = [];
    private readonly HashSet<string> _names = [];
    private readonly List<DnsQuestion> _asked = [];

    public TableResolver(string zone)
    {
        foreach (var line in zone.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Add(line);
    }

    public IReadOnlyList<DnsQuestion> Asked
    {
        get
        {
            lock (_asked) return [.. _asked];
        }
    }

    public void Add(string line)
    {
        var parts = line.Split(' ', 3);
        _names.Add(parts[0]);
        if (parts[1] == "NONE") return;
        var question = DnsQuestion.Of(parts[0], Enum.Parse<DnsKind>(parts[1], ignoreCase: true));
        if (!_records.TryGetValue(question, out var values)) _records[question] = values = [];
        values.Add(parts[2]);
    }

    public ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_asked) _asked.Add(question);
        if (!_records.TryGetValue(question, out var values)) return new(_names.Contains(question.Name) ? DnsAnswer.NoData : DnsAnswer.NoSuchName);
        if (values.Contains("FAIL")) return new(DnsAnswer.Failed);
        return new(question.Kind is DnsKind.A or DnsKind.Aaaa ? DnsAnswer.Of([.. values.Select(IPAddress.Parse)]) : DnsAnswer.Of([.. values]));
    }
}
