namespace Postvakt.Web.Situations;

/// <summary>What a page shows that others may change while somebody looks at it.</summary>
public enum WatchedKind
{
    /// <summary>Held mails that fit a filter.</summary>
    Held,

    /// <summary>Campaigns.</summary>
    Campaigns,

    /// <summary>Incidents; the key "all" for closed ones too.</summary>
    Incidents,

    /// <summary>Reports under a key.</summary>
    Reports,

    /// <summary>What others share.</summary>
    Feeds,

    /// <summary>One entry of the register: "kind id".</summary>
    Entry,
}
