using Postvakt.Detection;
using Postvakt.Intake.Sources;

namespace Postvakt.Cli.Reports;

/// <summary>What a scan was asked to do and how far it came, so that a report never calls a half-read mailbox clean.</summary>
internal sealed class ScanScope(IReadOnlyList<string> paths, HijackModel model)
{
    public IReadOnlyList<string> Paths => paths;

    /// <summary>The model that judged.</summary>
    public HijackModel Model => model;

    /// <summary>Input that the user named and that could not be read.</summary>
    public IReadOnlyList<SourceProblem> Unread { get; set; } = [];

    /// <summary>False while mail was left, also when the scan was stopped.</summary>
    public bool Complete { get; set; }
}
