using Postvakt.UserReports;

namespace Postvakt.Web.Responding;

/// <summary>What an incident had to do with one person.</summary>
/// <param name="Address">Lower case.</param>
/// <param name="Mails">Mails to this person by their authors.</param>
/// <param name="Reached">Of them, those that reached the mailbox or were let out.</param>
/// <param name="Released">Held ones that were let out.</param>
/// <param name="Says">What the person said about it.</param>
internal sealed record TouchedPerson(string Address, IReadOnlyDictionary<string, int> Mails, int Reached, int Released, bool Reported, ReporterStatement Says)
{
    /// <summary>How much it is worth to look at this one first.</summary>
    public int Weight => (Says.HasFlag(ReporterStatement.GavePassword) ? 16 : 0) + (Says.HasFlag(ReporterStatement.Opened) ? 8 : 0) + (Says.HasFlag(ReporterStatement.Answered) ? 4 : 0) + (Released > 0 ? 2 : 0) + (Reported ? 1 : 0);

    /// <summary>Keys of words for what the person did.</summary>
    public IEnumerable<string> Did
    {
        get
        {
            foreach (var one in (ReporterStatement[])[ReporterStatement.GavePassword, ReporterStatement.Opened, ReporterStatement.Answered, ReporterStatement.SenderDenies])
                if (Says.HasFlag(one)) yield return "UiSays" + one;
            if (Released > 0) yield return "UiReleasedTo";
            if (Reported) yield return "UiHasReported";
        }
    }
}
