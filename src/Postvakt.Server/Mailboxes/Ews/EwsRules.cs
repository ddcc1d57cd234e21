using System.Xml.Linq;
using Postvakt.Incidents;
using static Postvakt.Server.Mailboxes.Ews.EwsXml;

namespace Postvakt.Server.Mailboxes.Ews;

/// <summary>
/// Inbox rules of a mailbox of an Exchange on premises (GetInboxRules, since Exchange 2010 SP1; documentation: "GetInboxRules operation", "Actions (RuleActionsType)"). Forwarding of the whole mailbox and automatic
/// replies are not looked at.
/// </summary>
internal static class EwsRules
{
    public static async Task<MailboxRules> ReadAsync(EwsMailboxes ews, string address, CancellationToken cancellation)
    {
        var answer = (await ews.AskAsync(address, new XElement(MessageNames + "GetInboxRules", new XElement(MessageNames + "MailboxSmtpAddress", address)), cancellation).ConfigureAwait(false))[0];
        if (EwsMailboxes.CodeOf(answer) is { Length: > 0 } code) throw new MailboxException(MailboxTrouble.Refused, $"{ews.Name}: refused with {new string([.. code.Where(char.IsAsciiLetterOrDigit).Take(60)])}");
        return new MailboxRules([.. answer.Elements(MessageNames + "InboxRules").Elements(Types + "Rule").Take(InboxRule.MaxRules).Select(Rule)], null);
    }

    private static InboxRule Rule(XElement rule)
    {
        var actions = rule.Element(Types + "Actions") ?? new XElement(Types + "Actions");
        var to = ((string[])["ForwardToRecipients", "ForwardAsAttachmentToRecipients", "RedirectToRecipients"]).SelectMany(a => actions.Elements(Types + a)).Descendants(Types + "EmailAddress")
            .Select(e => InboxRule.Plain(e.Value)).Where(a => a.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Take(InboxRule.MaxAddresses);
        return new InboxRule(InboxRule.Plain(rule.Element(Types + "DisplayName")?.Value ?? ""), rule.Element(Types + "IsEnabled")?.Value is not ("false" or "0"), Is(actions, "Delete") || Is(actions, "PermanentDelete"),
            actions.Element(Types + "MoveToFolder") is { } moves ? InboxRule.Plain((string?)moves.Element(Types + "DistinguishedFolderId")?.Attribute("Id") ?? "") is { Length: > 0 } name ? name : "?" : "", Is(actions, "MarkAsRead"), [.. to]);
    }

    private static bool Is(XElement actions, string name) => actions.Element(Types + name)?.Value.Trim() is "true" or "1";
}
