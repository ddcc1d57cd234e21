namespace Postvakt.Server.Configuration;

/// <summary>Which judged mails are told of; what is decided about mail is told in any case.</summary>
public enum EventMails
{
    None,

    /// <summary>Suspicious and worse, and all that is held.</summary>
    Suspicious,

    /// <summary>Clean mail too, as best we can.</summary>
    All,
}
