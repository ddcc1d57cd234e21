using Postvakt.Detection;
using Postvakt.Intake.Gateway;

namespace Postvakt.Server.Operation;

/// <summary>A judged mail as an operator sees it arrive.</summary>
/// <param name="Subject">Empty for clean mail: nobody reads along in other people's mail.</param>
/// <param name="Summary">The sentence that says why, or empty.</param>
public sealed record VerdictNotice(
    DateTimeOffset At, string Listener, string Id, string Verdict, string Disposition, string Intended, string Mode, double Score, string From, string Subject, string Summary,
    bool Repeat)
{
    internal static VerdictNotice Of(Arrival arrival, Answer answer, DateTimeOffset at)
    {
        var stored = answer.Stored!;
        var flagged = stored.Verdict != Detection.Verdict.Clean;
        return new VerdictNotice(at, arrival.Listener, stored.Id, stored.Verdict.Name(), answer.Disposition.Name(), answer.Intended.Name(), answer.Mode.ToString().ToLowerInvariant(),
            stored.Score, arrival.Message.From.Address, flagged ? arrival.Message.Subject.Raw : "", stored.Summary, answer.Repeat);
    }
}
