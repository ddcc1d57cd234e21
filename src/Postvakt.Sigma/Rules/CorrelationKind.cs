namespace Postvakt.Sigma.Rules;

/// <summary>Types of correlations (correlation rules specification 2.1.0).</summary>
internal enum CorrelationKind
{
    EventCount,
    ValueCount,
    Temporal,
    TemporalOrdered,
    ValueSum,
    ValueAverage,
    ValuePercentile,
}
