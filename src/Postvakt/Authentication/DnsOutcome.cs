namespace Postvakt.Authentication;

public enum DnsOutcome
{
    /// <summary>At least one record.</summary>
    Found,

    /// <summary>The name does not exist (RCODE 3).</summary>
    NoSuchName,

    /// <summary>The name exists and has no record of the kind.</summary>
    NoData,

    /// <summary>No usable answer in time: the question may be asked again later.</summary>
    Failed,
}
