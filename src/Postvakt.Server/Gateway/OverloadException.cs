namespace Postvakt.Server.Gateway;

/// <summary>More mail waits than may. Expected: the mail is deferred.</summary>
public sealed class OverloadException : Exception
{
    public OverloadException() : base("too many mails wait for judgement") { }
    public OverloadException(string message) : base(message) { }
    public OverloadException(string message, Exception inner) : base(message, inner) { }
}
