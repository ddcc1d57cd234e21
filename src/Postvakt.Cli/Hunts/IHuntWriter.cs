using Postvakt.Hunts;

namespace Postvakt.Cli.Hunts;

/// <summary>A form in which a hunt is told.</summary>
internal interface IHuntWriter
{
    void Write(HuntReport report);
}
