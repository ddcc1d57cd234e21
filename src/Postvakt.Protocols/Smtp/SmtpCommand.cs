namespace Postvakt.Protocols.Smtp;

/// <param name="At">The steps at which it may come; anywhere else it is answered 503.</param>
/// <param name="TakeAsync">What it does with its argument; false when the session is over.</param>
/// <param name="IsEmpty">It brings no mail forward; only so many may come between two mails.</param>
internal sealed record SmtpCommand(SmtpStep At, Func<SmtpSession, string, ValueTask<bool>> TakeAsync, bool IsEmpty = false);
