using Postvakt.Jobs;

namespace Postvakt.Intake.Gateway;

/// <summary>Asks for a mail to be swept that a journal showed, promised in the transaction that records its verdict.</summary>
public static class AutomaticSweep
{
    public const string Kind = "sweep-automatic";

    public static Job Job(string record, DateTimeOffset due) => new(Kind, record, "{}", due);
}
