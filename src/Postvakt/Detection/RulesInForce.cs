using Postvakt.Authentication;
using Postvakt.Documents.Inspecting;
using Postvakt.Messages;
using Postvakt.Rules;

namespace Postvakt.Detection;

/// <summary>The rules that mail is judged with now, and what their matches make of it.</summary>
public sealed record RulesInForce(RuleBook Book, RulePolicy Policy)
{
    /// <summary>Those that came with the program.</summary>
    public static RulesInForce Ours { get; } = new(RuleBook.Ours, RulePolicy.Default);

    /// <summary>
    /// Has rules look into the files of a mail, before Memory is asked: that takes long, and whoever keeps Memory must not wait for it. Null for a mail without files.
    /// </summary>
    /// <param name="inspection">What files are opened with that nobody opened with the mail.</param>
    public RuleMail? LookInto(Message message, IReadOnlyList<string> orgDomains, InspectionOptions? inspection)
    {
        if (inspection is null || message.Attachments.Count + message.Enclosed.Count == 0) return null;
        var mail = new RuleMail(message, SenderAuthentication.Unknown, null, null, orgDomains) { Inspection = inspection };
        Book.LookInto(mail);
        return mail;
    }
}
