using Postvakt.Jobs;

namespace Postvakt.Intake.Gateway;

/// <summary>Has an output tell of a judged mail, promised in the transaction that records it; the job's subject is the record's id. Whatever happens to us next, the event is not lost.</summary>
public static class EventOrder
{
    public static string KindOf(string output) => "event:" + output;

    public static Job Job(string output, string record, DateTimeOffset due) => new(KindOf(output), record, "{}", due);
}
