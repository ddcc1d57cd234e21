using Postvakt.Sweeps;

namespace Postvakt.Server.Configuration;

/// <summary>How much may be swept by whom.</summary>
public sealed record SweepConfig(SweepOptions Options)
{
    public static readonly SweepConfig Default = new(new SweepOptions());
}
