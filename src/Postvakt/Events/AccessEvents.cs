using static Postvakt.Events.EventSeverity;

namespace Postvakt.Events;

/// <summary>Events about who may do what, and about rules, exceptions and indicators.</summary>
internal static class AccessEvents
{
    private static readonly string[] Info = ["info"], Sign = ["indicator"], Change = ["change"], Start = ["start"], End = ["end"], Denied = ["denied"], Creation = ["creation"], Deletion = ["deletion"], Access = ["access"], User = ["user", "change"], Created = ["user", "creation"], Gone = ["user", "deletion"];

    public static IReadOnlyList<EventType> All { get; } =
    [
        Of("account.signed-in", "sign-in", Low, "Somebody signed in to the console.", "account", EventClass.Authentication, 1, "authentication", Start),
        Of("account.sign-in-failed", "sign-in", Medium, "Somebody was refused at sign-in.", "account", EventClass.Authentication, 1, "authentication", Start) with { IsAlert = true, Attack = ["T1110"] },
        Of("account.signed-out", "sign-out", Informational, "A session was ended.", "account", EventClass.Authentication, 2, "authentication", End),
        Of("account.sessions-settled", "sessions-settled", Informational, "Sessions and invitations whose time was over were dropped.", "", EventClass.Authentication, 2, "session", End),
        Of("account.set", "set-account", High, "An account was made, or its role changed.", "account", EventClass.AccountChange, 1, "iam", Created) with { Attack = ["T1136"] },
        Of("account.removed", "remove-account", High, "An account was removed.", "account", EventClass.AccountChange, 6, "iam", Gone),
        Of("account.invited", "invite", Medium, "Somebody was invited to set a password.", "account", EventClass.AccountChange, 99, "iam", User),
        Of("account.joined", "join", Medium, "Somebody set a password and a second factor.", "account", EventClass.AccountChange, 3, "iam", User),
        Of("account.password-changed", "password", Medium, "Somebody changed their password.", "account", EventClass.AccountChange, 3, "iam", User),
        Of("account.refused", "refused", Medium, "Somebody asked for something that they may not do.", "operation", EventClass.Api, 99, "iam", Denied) with { IsAlert = true },
        Of("token.issued", "issue-token", Medium, "A token for programs was issued.", "token", EventClass.Entity, 1, "iam", Creation),
        Of("token.revoked", "revoke-token", Medium, "A token for programs no longer holds.", "token", EventClass.Entity, 4, "iam", Deletion),
        Of("exception.granted", "grant-exception", High, "Something narrow is allowed for a while.", "exception", EventClass.Entity, 1, "configuration", Creation) with { Attack = ["T1562"] },
        Of("exception.withdrawn", "withdraw-exception", Medium, "An exception no longer holds.", "exception", EventClass.Entity, 4, "configuration", Deletion),
        Of("exception.settled", "exceptions-settled", Informational, "Exceptions whose time was over were dropped.", "", EventClass.Entity, 4, "configuration", Deletion),
        Of("rule.promoted", "promote-rule", High, "Matches of rules count towards the verdict.", "rule", EventClass.Entity, 3, "configuration", Change),
        Of("rule.observed", "observe-rule", High, "Matches of rules are recorded only.", "rule", EventClass.Entity, 3, "configuration", Change) with { Attack = ["T1562"] },
        Of("rule.tried", "try-rule", Low, "Somebody ran a rule over recorded mail.", "rule", EventClass.Entity, 2, "configuration", Access),
        Of("indicator.named", "name-indicator", Medium, "An indicator is known to be bad from now on.", "indicator", EventClass.Entity, 1, "threat", Creation),
        Of("indicator.withdrawn", "withdraw-indicator", Medium, "An indicator is no longer known to be bad.", "indicator", EventClass.Entity, 4, "threat", Deletion),
        Of("indicator.ended", "indicators-ended", Informational, "Indicators whose time was over were dropped.", "", EventClass.Entity, 4, "threat", Deletion),
        Of("sharing.incident-exported", "share-incident", Medium, "What an incident taught was given out as a file.", "incident", EventClass.Entity, 2, "threat", Access),
        Of("sharing.campaign-exported", "share-campaign", Medium, "What a campaign taught was given out as a file.", "campaign", EventClass.Entity, 2, "threat", Access),
        Of("feed.added", "add-feed", Medium, "A feed of others is read from now on, or hands in.", "feed", EventClass.Entity, 1, "threat", Creation),
        Of("feed.polled", "poll-feed", Low, "Somebody had a feed read now.", "feed", EventClass.Entity, 2, "threat", Access),
        Of("feed.imported", "import-feed", Medium, "Somebody took a file of others in as a feed.", "feed", EventClass.Entity, 1, "threat", Creation),
        Of("feed.dropped", "drop-feed", Medium, "A feed was forgotten with all that it gave.", "feed", EventClass.Entity, 4, "threat", Deletion),
        Of("feed.indicator-meant", "mean-indicator", Medium, "Mail is looked through for an indicator of a feed that was set aside.", "feed", EventClass.Entity, 3, "threat", Change),
        Of("feed.indicator-exempt", "exempt-indicator", Medium, "Mail is no longer looked through for an indicator of a feed.", "feed", EventClass.Entity, 3, "threat", Change),
        Of("feed.matched", "match-mail", High, "Mails of before carry what a feed gave later.", "feed", EventClass.Entity, 2, "threat", Sign) with { IsAlert = true },
        Of("feed.looked-through", "retro-match", Informational, "Mail of before was looked through for what a feed newly gave.", "feed", EventClass.Entity, 2, "threat", Info),
        Of("feed.matches-ended", "matches-ended", Informational, "Matches whose time was over were dropped.", "", EventClass.Entity, 4, "threat", Deletion),
        Of("sharing.published", "publish", High, "What an incident or campaign taught was published to partners.", "publication", EventClass.Entity, 1, "threat", Creation),
        Of("sharing.withdrawn", "withdraw-publication", Medium, "What was published to partners no longer holds.", "publication", EventClass.Entity, 4, "threat", Deletion),
        Of("sharing.sisters-ordered", "tell-sisters", Informational, "Sisters are to be told of what a person confirmed.", "sharing", EventClass.Entity, 2, "threat", Info),
        Of("sharing.sister-told", "tell-sister", Medium, "A sister was told what a campaign or incident taught.", "sister", EventClass.Entity, 2, "threat", Access),
        Of("sharing.sister-untold", "sister-untold", High, "A sister could not be told, and nobody tries again by themselves.", "sister", EventClass.Entity, 2, "threat", Info) with { IsAlert = true },
        Of("sharing.handed-in", "taxii-hand-in", Medium, "A partner handed objects in by TAXII.", "source", EventClass.Entity, 1, "threat", Creation),
        Of("teams.installed", "teams-installed", Low, "A person can be asked in Teams.", "account", EventClass.Entity, 1, "configuration", Creation),
        Of("teams.removed", "teams-removed", Low, "A person can no longer be asked in Teams.", "account", EventClass.Entity, 4, "configuration", Deletion),
        Of("privacy.exported", "export-person", High, "Everything that is kept about a person was given out.", "person", EventClass.Entity, 2, "iam", Access),
        Of("privacy.erased", "erase", High, "What is kept about a person was erased.", "person", EventClass.Entity, 4, "iam", Deletion),
        Of("privacy.traces-dropped", "traces-dropped", Low, "Traces of people were dropped from what is over.", "", EventClass.Entity, 4, "iam", Deletion),
        Of("audit.exported", "export-audit", High, "The audit was given out.", "audit", EventClass.Entity, 2, "iam", Access),
    ];

    private static EventType Of(string id, string action, EventSeverity severity, string meaning, string subject, EventClass kind, int activity, string category, string[] kinds) =>
        new(id, severity, meaning, kind, activity, category, kinds) { Action = action, Subject = subject };
}
