using Postvakt.Detection;

namespace Postvakt.Incidents;

/// <summary>How severe an incident is by what is known of it: the worst of its signs decides.</summary>
public static class IncidentSeverity
{
    /// <summary>Mails that make it widespread. 20: a burst that answers conversations of a whole department.</summary>
    public const int ManyMails = 20;

    public static Severity Of(IEnumerable<IncidentSign> signs) => signs.Select(One).DefaultIfEmpty(Severity.Medium).Max();

    /// <summary>Key of the sentence that says it.</summary>
    public static string KeyOf(IncidentSign sign) => "Sign" + sign;

    private static Severity One(IncidentSign sign) => sign switch
    {
        IncidentSign.RansomwareForerunner or IncidentSign.Opened or IncidentSign.ServerBrokenInto or IncidentSign.CodeStarted => Severity.Critical,
        _ => Severity.High,
    };
}
