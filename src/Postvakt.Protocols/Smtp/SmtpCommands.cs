using System.Collections.Frozen;

namespace Postvakt.Protocols.Smtp;

/// <summary>The commands, and the steps at which each may come.</summary>
internal static class SmtpCommands
{
    public static readonly FrozenDictionary<string, SmtpCommand> All = new Dictionary<string, SmtpCommand>
    {
        ["HELO"] = new(SmtpStep.Any, static (s, a) => s.Hello(a, extended: false), IsEmpty: true),
        ["EHLO"] = new(SmtpStep.Any, static (s, a) => s.Hello(a, extended: true), IsEmpty: true),
        ["STARTTLS"] = new(SmtpStep.Ready, static (s, a) => s.StartTlsAsync(a)),
        ["XFORWARD"] = new(SmtpStep.Ready, static (s, a) => s.XForward(a)),
        ["XCLIENT"] = new(SmtpStep.Greeted | SmtpStep.Ready, static (s, a) => s.XClient(a), IsEmpty: true),
        ["MAIL"] = new(SmtpStep.Ready, static (s, a) => s.Mail(a)),
        ["RCPT"] = new(SmtpStep.Mail | SmtpStep.Recipients, static (s, a) => s.RecipientAsync(a)),
        ["DATA"] = new(SmtpStep.Recipients, static (s, a) => s.DataAsync(a)),
        // At the wrong step too: its bytes must be read, or they would be taken for commands (RFC 3030 2).
        ["BDAT"] = new(SmtpStep.Any, static (s, a) => s.ChunkAsync(a)),
        ["RSET"] = new(SmtpStep.Any, static (s, a) => s.Reset(a), IsEmpty: true),
        ["NOOP"] = new(SmtpStep.Any, static (s, _) => s.Say(SmtpReplies.Ok), IsEmpty: true),
        ["VRFY"] = new(SmtpStep.Any, static (s, _) => s.Say(SmtpReplies.NotVerified), IsEmpty: true),
        ["HELP"] = new(SmtpStep.Any, static (s, _) => s.Say(SmtpReplies.Help), IsEmpty: true),
        ["QUIT"] = new(SmtpStep.Any, static (s, _) => s.End(SmtpReplies.Bye)),
        ["EXPN"] = NotImplemented,
        ["AUTH"] = NotImplemented,
        ["ETRN"] = NotImplemented,
        ["TURN"] = NotImplemented,
        ["ATRN"] = NotImplemented,
        ["SEND"] = NotImplemented,
        ["SOML"] = NotImplemented,
        ["SAML"] = NotImplemented,
        // A browser or proxy that was tricked into speaking to us: what follows is not the sender's.
        ["GET"] = WrongService,
        ["POST"] = WrongService,
        ["PUT"] = WrongService,
        ["CONNECT"] = WrongService,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static SmtpCommand NotImplemented => new(SmtpStep.Any, static (s, _) => s.Error(SmtpReplies.NotImplemented));

    private static SmtpCommand WrongService => new(SmtpStep.Any, static (s, _) => s.Break(SmtpReplies.WrongService, "a web client spoke to the mail port"));
}
