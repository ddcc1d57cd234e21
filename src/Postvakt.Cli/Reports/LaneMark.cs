namespace Postvakt.Cli.Reports;

/// <summary>One message in the drawing.</summary>
internal readonly record struct LaneMark(int Lane, DateTimeOffset At, LaneMarkKind Kind);
