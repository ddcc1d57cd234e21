using System.Threading.Channels;
using Postvakt.Protocols.Smtp;

namespace Postvakt.Protocols.Tests.Smtp;

/// <summary>Answers what the test says and keeps what it saw.</summary>
internal sealed class ScriptedSmtp : ISmtpHandler
{
    private readonly Channel<SeenMail> _seen = Channel.CreateUnbounded<SeenMail>();

    public Func<SmtpMessage, CancellationToken, ValueTask<SmtpReply>> Decide { get; init; } = (_, _) => new(SmtpReply.Accepted("Taken"));

    public Func<SmtpMailbox, SmtpReply?> Recipient { get; init; } = _ => null;

    public int Count => _seen.Reader.Count;

    public async Task<SeenMail> NextAsync() => await _seen.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask<SmtpReply> OnMessageAsync(SmtpMessage message, CancellationToken cancel)
    {
        _seen.Writer.TryWrite(SeenMail.Of(message));
        return Decide(message, cancel);
    }

    public ValueTask<SmtpReply?> OnRecipientAsync(SmtpEnvelope envelope, SmtpMailbox recipient, CancellationToken cancel) => new(Recipient(recipient));
}
