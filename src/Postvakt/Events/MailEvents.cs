using static Postvakt.Events.EventSeverity;

namespace Postvakt.Events;

/// <summary>Events about one mail.</summary>
internal static class MailEvents
{
    private static readonly string[] Allowed = ["allowed"], Denied = ["denied"], Info = ["info"], Change = ["change"], Deletion = ["deletion"], Access = ["access"], Error = ["error"];

    public static IReadOnlyList<EventType> All { get; } =
    [
        new(EventCatalogue.MailJudged, Informational, "A mail was judged and let through, marked or not. The severity follows from the verdict.", EventClass.Email, 3, "email", Info) { Subject = "mail" },
        new(EventCatalogue.MailHeld, High, "A mail was judged and kept back, or rejected where the operator has it so.", EventClass.Detection, 1, "email", Denied) { Subject = "mail", IsAlert = true },
        Of("mail.revised", "revise", High, "Later mail, or a person, made something else of the verdict of earlier mail.", EventClass.Detection, 2, Change) with { IsAlert = true },
        Of("mail.verdict-said", "say-verdict", Medium, "Somebody said what a recorded mail is.", EventClass.Detection, 2, Change),
        Of("mail.raised", "raised", High, "A sender said that a mail was not theirs, and mails of its kind were raised.", EventClass.Detection, 2, Change) with { Subject = "question", IsAlert = true, Attack = ["T1534"] },
        Of("mail.requested", "request", Low, "Somebody asked for a held mail.", EventClass.Email, 99, Info),
        Of("mail.released", "release", Medium, "Somebody decided that a held mail goes on to its people.", EventClass.Email, 99, Allowed),
        Of("mail.released-in-emergency", "emergency-release", High, "A held mail was let go while a lock-down held, by two people.", EventClass.Email, 99, Allowed) with { IsAlert = true },
        Of("mail.emergency-refused", "emergency-refuse", Medium, "The second person refused to let a held mail go during a lock-down.", EventClass.Email, 99, Denied),
        Of("mail.denied", "deny", Low, "Somebody's wish for a held mail was refused.", EventClass.Email, 99, Denied),
        Of("mail.deleted", "delete", Medium, "A held mail was deleted.", EventClass.Email, 99, Deletion),
        Of("mail.delivered", "delivered", Informational, "A released mail was taken by the next mail server.", EventClass.Email, 4, Allowed),
        Of("mail.delivery-deferred", "delivery-deferred", Low, "A released mail could not be handed over yet.", EventClass.Email, 4, Error),
        Of("mail.delivery-failed", "delivery-failed", Medium, "A released mail was refused by the next mail server and is held again.", EventClass.Email, 4, Error),
        Of("mail.delivery-in-doubt", "delivery-in-doubt", Medium, "Nobody can say whether a released mail arrived: the answer was lost.", EventClass.Email, 4, Error),
        Of("mail.delivery-stopped", "delivery-stopped", Medium, "A lock-down stopped a mail on its way out.", EventClass.Email, 4, Denied),
        Of("mail.delivery-dropped", "delivery-dropped", Low, "A delivery that was promised was no longer wanted.", EventClass.Email, 4, Info),
        Of("mail.deliveries-settled", "deliveries-settled", Informational, "Marks of mails that were let out were dropped when their time was over.", EventClass.Entity, 4, Deletion) with { Subject = "" },
        Of("mail.learned", "learned", Low, "Memory learned, or could not learn, from a released mail.", EventClass.Entity, 3, Change),
        Of("mail.genuine-taken-back", "take-back", Medium, "What Memory learned from a released mail no longer counts.", EventClass.Entity, 4, Change),
        Of("mail.genuine-settled", "genuine-settled", Informational, "What was learned from released mail became a habit like any other.", EventClass.Entity, 3, Change) with { Subject = "" },
        Of("mail.viewed", "view-mail", Informational, "Somebody looked at a held mail.", EventClass.Entity, 2, Access),
        Of("mail.text-viewed", "view-text", Medium, "Somebody read the text of a held mail, with a reason.", EventClass.Entity, 2, Access),
        Of("mail.source-viewed", "view-source", Medium, "Somebody read the source of a held mail, with a reason.", EventClass.Entity, 2, Access),
        Of("mail.exported", "export-original", Medium, "Somebody took a copy of a held mail, with a reason.", EventClass.Entity, 2, Access),
    ];

    private static EventType Of(string id, string action, EventSeverity severity, string meaning, EventClass kind, int activity, string[] kinds) =>
        new(id, severity, meaning, kind, activity, "email", kinds) { Action = action, Subject = "mail" };
}
