using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;
using Postvakt.Protocols.Smtp;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Listeners;

/// <summary>
/// Takes journal reports: copies of mail that is already delivered. The verdict is recorded and 250 answered once that is permanent; nothing goes
/// on and nothing can be held here.
/// </summary>
internal sealed class JournalGate(ListenerProfile listener, Gatekeeper gatekeeper, GatewayMetrics metrics, MessageLimits limits, Func<Stream> spool) : ISmtpHandler
{
    public async ValueTask<SmtpReply> OnMessageAsync(SmtpMessage message, CancellationToken cancel)
    {
        var answer = JournalReport.Read(message.Content, limits, spool, cancel) is { } report
            ? await JudgeAsync(report, cancel).ConfigureAwait(false)
            : await AsItIsAsync(message, cancel).ConfigureAwait(false);
        return answer.Disposition == Disposition.Defer
            ? SmtpReply.Create(451, "4.3.0", "The message could not be examined, try again later")
            : SmtpReply.Accepted(answer.Stored is { } stored ? $"Recorded, reference {stored.Id}" : "Passed over");
    }

    private async Task<Answer> JudgeAsync(JournalReport report, CancellationToken cancel)
    {
        // The report's own client is the journaling server; who brought the mail stands in its Received fields.
        var envelope = new Envelope("", "", report.Sender, report.Recipients);
        await using var content = report.Content;
        return await gatekeeper.AnswerAsync(listener, envelope, content, cancel).ConfigureAwait(false);
    }

    /// <summary>What is no report (a bounce to the journal's mailbox, a report too large to open) is judged as the mail that it is, and counted.</summary>
    private async Task<Answer> AsItIsAsync(SmtpMessage message, CancellationToken cancel)
    {
        metrics.CountFault(listener.Name, "no report");
        return await gatekeeper.AnswerAsync(listener, SmtpGate.EnvelopeOf(message.Envelope), message.Content, cancel).ConfigureAwait(false);
    }
}
