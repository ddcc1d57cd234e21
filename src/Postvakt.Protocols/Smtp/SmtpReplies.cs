namespace Postvakt.Protocols.Smtp;

/// <summary>The server's own replies.</summary>
internal static class SmtpReplies
{
    public static readonly SmtpReply
        Ok = SmtpReply.Create(250, "2.0.0", "OK"),
        SenderOk = SmtpReply.Create(250, "2.1.0", "Sender OK"),
        RecipientOk = SmtpReply.Create(250, "2.1.5", "Recipient OK"),
        GoAhead = SmtpReply.Create(354, null, "End data with <CR><LF>.<CR><LF>"),
        Bye = SmtpReply.Create(221, "2.0.0", "Bye"),
        NotVerified = SmtpReply.Create(252, "2.1.5", "Send some mail and see"),
        Help = SmtpReply.Create(214, "2.0.0", "See RFC 5321"),
        StartTls = SmtpReply.Create(220, "2.0.0", "Ready to start TLS"),
        ReadBytes = SmtpReply.Create(250, "2.0.0", "Chunk taken"),

        UnknownCommand = SmtpReply.Create(500, "5.5.2", "Unknown command"),
        NotImplemented = SmtpReply.Create(502, "5.5.1", "Command not implemented"),
        WrongOrder = SmtpReply.Create(503, "5.5.1", "Bad sequence of commands"),
        Malformed = SmtpReply.Create(500, "5.5.2", "Malformed command"),
        LineTooLong = SmtpReply.Create(500, "5.5.2", "Line too long"),
        BareLineFeed = SmtpReply.Create(500, "5.5.2", "Lines end in CR LF"),
        NoArgument = SmtpReply.Create(501, "5.5.4", "This command takes no argument"),
        BadArgument = SmtpReply.Create(501, "5.5.4", "Malformed argument"),
        BadSender = SmtpReply.Create(501, "5.1.7", "Malformed sender address"),
        BadRecipient = SmtpReply.Create(501, "5.1.3", "Malformed recipient address"),
        BadParameter = SmtpReply.Create(501, "5.5.4", "Malformed or repeated parameter"),
        UnknownParameter = SmtpReply.Create(555, "5.5.4", "Parameter not supported"),
        NeedsUtf8 = SmtpReply.Create(553, "5.6.7", "An address outside ASCII needs SMTPUTF8"),
        NeedsTls = SmtpReply.Create(530, "5.7.0", "Issue STARTTLS first"),
        NotForYou = SmtpReply.Create(550, "5.7.1", "Not allowed from this network"),
        NotAllowed = SmtpReply.Create(554, "5.7.1", "This network may not send mail here"),
        NoPlainAfterTls = SmtpReply.Create(554, "5.5.1", "Nothing may follow STARTTLS in clear"),
        WrongService = SmtpReply.Create(554, "5.7.0", "This is a mail server"),
        TooLarge = SmtpReply.Create(552, "5.3.4", "Message larger than allowed"),

        TooManyRecipients = SmtpReply.Create(452, "4.5.3", "Too many recipients"),
        Busy = SmtpReply.Create(451, "4.3.2", "Too many messages at once, try again later"),
        NotStored = SmtpReply.Create(451, "4.3.0", "The message could not be stored, try again later"),
        OwnFault = SmtpReply.Create(451, "4.3.0", "The filter could not decide, try again later"),

        TooManyConnections = SmtpReply.Create(421, "4.3.2", "Too many connections, try again later"),
        TooManyErrors = SmtpReply.Create(421, "4.7.0", "Too many errors"),
        TooManyCommands = SmtpReply.Create(421, "4.7.0", "Too many commands without a mail"),
        TooSlow = SmtpReply.Create(421, "4.4.2", "Out of time"),
        Stopping = SmtpReply.Create(421, "4.3.2", "Shutting down, try again later");
}
