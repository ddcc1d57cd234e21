using System.Text;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;
using Postvakt.Protocols.Milter;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Listeners;

/// <summary>
/// Between a mail server and the gatekeeper, before the mail is queued: held mail is taken from the server with "discard" once its bytes are on our
/// disk, so that the sender sees an ordinary delivery.
/// </summary>
internal sealed class MilterGate(ListenerProfile listener, Gatekeeper gatekeeper, ServeState state) : IMilterHandler
{
    public async ValueTask<MilterReply> OnMessageAsync(MilterMessage message, IMilterProgress progress, CancellationToken cancel)
    {
        var envelope = new Envelope(
            message.Envelope.Client.Address, message.Envelope.Helo, message.Envelope.Sender?.Address ?? "", [.. message.Envelope.Recipients.Select(r => r.Address)]);
        var answer = await gatekeeper.AnswerAsync(listener, envelope, message.Mail, cancel).ConfigureAwait(false);
        return Reply(answer, message, state.Current);
    }

    private static MilterReply Reply(Answer answer, MilterMessage message, Configuration.ServeConfig config) => answer.Disposition switch
    {
        Disposition.Quarantine => MilterReply.Discard,
        Disposition.Reject => MilterReply.WithCode(550, "5.7.1", $"Message refused, reference {answer.Stored!.Id}"),
        Disposition.Defer => MilterReply.WithCode(451, "4.3.0", "The message could not be examined, try again later"),
        _ => Deliver(answer, message, config),
    };

    private static MilterReply Deliver(Answer answer, MilterMessage message, Configuration.ServeConfig config)
    {
        // Observing means that nothing is changed, not even by a header field.
        if (answer.Stored is null || answer.Mode == Mode.Observe) return MilterReply.Accept;
        var fields = message.Headers.Select(h => (Encoding.Latin1.GetString(h.Name.Span), Encoding.UTF8.GetString(h.Value.Span))).ToArray();
        var edits = HeaderEdits.Of(fields, answer.Stored, config.Authentication.AuthservId, answer.Results, config.Policy.SubjectMark);
        var reply = MilterReply.Accept;
        foreach (var (name, occurrence) in edits.Remove) reply = reply.DeleteHeader(name, occurrence);
        if (edits.Subject is { } subject) reply = reply.ChangeHeader("Subject", 1, subject);
        for (var i = 0; i < edits.Prepend.Count; i++) reply = reply.InsertHeader(i, edits.Prepend[i].Name, edits.Prepend[i].Value);
        return reply;
    }
}
