using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Quarantine;

namespace Postvakt.Storage.Records;

/// <summary>What stands in columns of a record and its dependent tables.</summary>
internal sealed record RecordColumns(
    string Org, string Id, Verdict Verdict, Disposition Applied, Disposition Intended, double Score, string Listener, string From, string MessageId, string Campaign)
{
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public IReadOnlyList<Indicator> Indicators { get; init; } = [];

    public QuarantineItem? Held { get; init; }

    public Verdict? Revised { get; init; }
}
