using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Web.Held;

namespace Postvakt.Web.Mails;

/// <summary>Something that may be done about any recorded mail.</summary>
/// <param name="Name">In the address.</param>
/// <param name="Title">Key of what it is called.</param>
/// <param name="Then">Key of the sentence that says what follows.</param>
/// <param name="IsFor">Whether it makes sense for a mail.</param>
internal sealed record MailAct(string Name, string Title, string Then, Role Role, Func<MailSight, bool> IsFor)
{
    public static readonly IReadOnlyList<MailAct> All =
    [
        new("genuine", "UiMailGenuine", "UiMailThenGenuine", Role.Analyst, s => s.Verdict != Verdict.Clean),
        new("malicious", "UiMailMalicious", "UiMailThenMalicious", Role.Analyst, s => s.Verdict != Verdict.Malicious),
        new("ask", "UiMailAsk", "UiMailThenAsk", Role.Analyst, s => s.Record.From.Length > 0),
        new("incident", "UiMailIncident", "UiMailThenIncident", Role.Responder, _ => true),
        new("sweep", "UiMailSweep", "UiMailThenSweep", Role.Responder, s => s.Record.MessageId.Length > 0),
    ];
}
