using Postvakt.Jobs;

namespace Postvakt.Sweeps;

/// <summary>Has the delivered copies of one mail swept because the automation policy says so. The job's subject is the record's id.</summary>
public static class AutomaticSweep
{
    public const string Kind = "sweep-automatic";

    public static Job Job(string record, DateTimeOffset due) => new(Kind, record, "{}", due);
}
