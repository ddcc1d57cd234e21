namespace Postvakt.Cli.Reports;

internal enum LaneMarkKind
{
    Message,

    /// <summary>Seen as suspicious or undetermined.</summary>
    Doubtful,

    /// <summary>Judged malicious before.</summary>
    Bad,

    /// <summary>The mail that the card is about.</summary>
    This,
}
