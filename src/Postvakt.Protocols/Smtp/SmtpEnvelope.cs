using System.Net;

namespace Postvakt.Protocols.Smtp;

/// <summary>What is known of client and envelope so far; complete when the message is.</summary>
public sealed class SmtpEnvelope
{
    internal SmtpEnvelope(SmtpMailbox sender) => Sender = sender;

    /// <summary>The other end of the connection; null where there is no socket.</summary>
    public IPEndPoint? Peer { get; internal init; }

    /// <summary>Whom the peer had the mail from, by XFORWARD for this mail and XCLIENT for the connection; null if it did not say or is not believed.</summary>
    public ForwardedClient? Forwarded { get; internal init; }

    /// <summary>The name given with HELO or EHLO. Hostile text.</summary>
    public string Helo { get; internal init; } = "";

    /// <summary>EHLO, not HELO.</summary>
    public bool IsExtended { get; internal init; }

    /// <summary>Null on a connection in clear.</summary>
    public SmtpTls? Tls { get; internal init; }

    /// <summary>MAIL FROM with its parameters.</summary>
    public SmtpMailbox Sender { get; }

    /// <summary>RCPT TO, those that were not refused.</summary>
    public IReadOnlyList<SmtpMailbox> Recipients => RecipientList;

    /// <summary>The client asked for SMTPUTF8 (RFC 6531): addresses and header fields may be UTF-8.</summary>
    public bool IsInternational => Sender.Parameter("SMTPUTF8") is not null;

    public SmtpBody Body => Sender.Parameter("BODY") switch
    {
        null => SmtpBody.Undeclared,
        var value => value.StartsWith('8') ? SmtpBody.EightBit : SmtpBody.SevenBit,
    };

    /// <summary>The keyword for the "with" of a Received field (RFC 3848, RFC 6531 4.3).</summary>
    public string Protocol => (IsInternational ? "UTF8SMTP" : IsExtended || Tls is not null ? "ESMTP" : "SMTP") + (Tls is null ? "" : "S");

    internal List<SmtpMailbox> RecipientList { get; } = [];
}
