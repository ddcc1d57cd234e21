using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>A held mail as one line of JSON.</summary>
internal static class HeldJson
{
    public static object Of(HeldMail mail) => new
    {
        mail.Item.Id, State = mail.Item.State.ToString().ToLowerInvariant(), mail.Item.HeldAt, mail.Item.ExpiresAt, mail.From, mail.Item.MailFrom, mail.Item.Recipients, mail.Subject, mail.Item.Size,
        mail.Verdict, mail.Score, mail.Summary, mail.Campaign, mail.Findings, History = mail.History.Select(AuditVerb.Json),
    };
}
