namespace Postvakt.Cli.Reports;

internal enum LaneClaim
{
    /// <summary>Joined by its subject and people only.</summary>
    Subject,

    /// <summary>It names a message that was not drawn or never seen.</summary>
    Elsewhere,

    /// <summary>It names the id of the message.</summary>
    Answers,

    /// <summary>It quotes the text of the message.</summary>
    Quotes,
}
