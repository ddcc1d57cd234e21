using Postvakt.Intake.Gateway;
using Postvakt.Protocols.Smtp;

namespace Postvakt.Samples.Delivery;

/// <summary>The other end: takes everything, counts it and keeps nothing.</summary>
internal sealed class Mailbox : ISmtpHandler
{
    private int _delivered;
    private int _tagged;

    public int Delivered => _delivered;

    /// <summary>Those that the gateway marked as odd.</summary>
    public int Tagged => _tagged;

    public ValueTask<SmtpReply> OnMessageAsync(SmtpMessage message, CancellationToken cancel)
    {
        Interlocked.Increment(ref _delivered);
        var verdict = RawHeader.Read(message.Content).Fields.FirstOrDefault(f => f.Name == HeaderEdits.Verdict).Value ?? "";
        if (verdict.Contains("disposition=tag", StringComparison.Ordinal)) Interlocked.Increment(ref _tagged);
        return new(SmtpReply.Accepted("Delivered"));
    }
}
