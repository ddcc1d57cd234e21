using System.Globalization;
using Postvakt.Wording;

namespace Postvakt.Incidents;

/// <summary>Words to begin a statement with: what is known, what is done, what is asked. A person completes and sends it.</summary>
public static class StatementDraft
{
    /// <param name="language">See <see cref="Sentences.Of"/>.</param>
    public static string Of(Audience audience, Incident incident, IncidentFigures figures, string language, DateTimeOffset now)
    {
        string[] values =
        [
            Sentences.Time(incident.KnownAt), figures.FirstMail is { } first ? Sentences.Time(first) : Sentences.Time(incident.KnownAt), Number(figures.Mails), Number(figures.People), Number(figures.Held), Number(figures.Delivered),
            Number(incident.Accounts.Count), incident.Id, Sentences.Time(now),
        ];
        return Sentences.Of(language, "Statement" + audience, values).Replace("\\n", "\n", StringComparison.Ordinal);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
