using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Events;

namespace Postvakt.Tests.Events;

/// <summary>Events of the sample company, as the documentation shows them.</summary>
internal static class EventSamples
{
    public static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_636_362_000_000);

    public static MailFacts Mail { get; } = new("0v9k2m4c6x8z1b3n", "20211108.7@lovhaga.example", "jens.hartmann@lovhaga.example", "jens.hartmann@lovhaga.example", ["anna.berg@lovhaga.example"], "192.0.2.25", 18_204, "milter", Verdict.Malicious, Disposition.Quarantine, Disposition.Quarantine, 0.94, "AW: Umbau Eingang Kassel")
    {
        Digest = new string('a', 64), Campaign = "quiet-harbour", Indicators = [new("host", "files.thief.example"), new("url", "https://files.thief.example/1234567"), new("file", "charts.zip")],
        Findings = [new Finding("hijacked-reply", "A reply brings a link to a host that nobody here had linked to.", Severity.Critical, "model", [], ["T1534", "T1566.002"])],
    };

    public static SecurityEvent Held { get; } = SecurityEvent.Of(Mail, At, "default", "mail1");

    /// <summary>One of each type, with a mail where it is about one.</summary>
    public static SecurityEvent Of(EventType type) => type.Id is EventCatalogue.MailHeld ? Held
        : type.Id is EventCatalogue.MailJudged ? SecurityEvent.Of(Mail with { Applied = Disposition.Tag, Verdict = Verdict.Suspicious, Score = 0.61 }, At, "default", "mail1")
        : new SecurityEvent(type, type.IsSure ? "audit-5d1c0f3a9b7e2d4c6f8091a2b3c4d5e6" : "gateway-mail1-17d0a4c6880-1", At, type.Severity, "default", "mail1", type.IsAboutMail ? Mail.Id : type.Subject, type.IsSure ? "asked on the telephone" : "", type.IsSure ? AuditEvent.Done : "")
        {
            Number = type.IsSure ? 4_711 : 0, Actor = type.IsSure ? "account:anna" : "", Role = type.IsSure ? "analyst" : "", Succeeded = type.IsSure ? true : null, Mail = type.IsAboutMail ? Mail : null,
        };
}
