namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>What came of handing a mail on.</summary>
public enum SmtpOutcomeKind
{
    /// <summary>The peer took it and answers for it, at least for the recipients it took.</summary>
    Accepted,
    /// <summary>The peer will never take it as it is.</summary>
    Refused,
    /// <summary>It was not taken and may be later. Also what is wrong with the connection or with us rather than the mail: a greeting of 554, no TLS.</summary>
    Deferred,
    /// <summary>All of it was sent and no answer came: the peer may have it or not. Sending again may make a double, not sending may lose it.</summary>
    InDoubt,
}
