namespace Postvakt.Incidents;

/// <summary>Something that makes an incident more severe. The values are stored; do not renumber.</summary>
public enum IncidentSign
{
    /// <summary>Mail of it was delivered.</summary>
    Delivered = 0,

    /// <summary>It came in many mails; see <see cref="IncidentSeverity.ManyMails"/>.</summary>
    Widespread = 1,

    /// <summary>An account of ours seems taken over.</summary>
    AccountTakenOver = 2,

    /// <summary>A person opened it or gave something away.</summary>
    Opened = 3,

    /// <summary>An attachment resembles Qbot or Emotet: ransomware followed both within days.</summary>
    RansomwareForerunner = 4,

    /// <summary>Held mail of it was let out.</summary>
    Released = 5,

    /// <summary>Logs prove that a server of ours was broken into.</summary>
    ServerBrokenInto = 6,

    /// <summary>Logs show that a PC ran what the mail brought.</summary>
    CodeStarted = 7,
}
