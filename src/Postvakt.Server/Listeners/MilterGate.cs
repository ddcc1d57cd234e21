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
        // What was not kept whole, mail or envelope, cannot be held: the server has the rest.
        var cut = message.TooLarge || message.TooManyRecipients;
        var profile = cut ? listener with { Highest = Mode.Tag } : listener;
        var answer = await gatekeeper.AnswerAsync(profile, envelope, message.Mail, cut ? null : MarkOf(message), cancel).ConfigureAwait(false);
        return Reply(answer, message, state, cancel);
    }

    private static string? MarkOf(MilterMessage message)
    {
        foreach (var field in message.Headers)
        {
            if (Ascii.EqualsIgnoreCase(field.Name.Span, ReleaseMark.Field)) return Encoding.UTF8.GetString(field.Value.Span).Trim();
        }
        return null;
    }

    private static MilterReply Reply(Answer answer, MilterMessage message, ServeState state, CancellationToken cancel) => answer.Disposition switch
    {
        Disposition.Quarantine => MilterReply.Discard,
        Disposition.Reject => MilterReply.WithCode(550, "5.7.1", $"Message refused, reference {answer.Stored!.Id}"),
        Disposition.Defer => MilterReply.WithCode(451, "4.3.0", "The message could not be examined, try again later"),
        _ => Deliver(answer, message, state, cancel),
    };

    private static MilterReply Deliver(Answer answer, MilterMessage message, ServeState state, CancellationToken cancel)
    {
        // Blanks between a name and its colon count for nothing (RFC 5322 4.5).
        var fields = message.Headers.Select(h => (Encoding.Latin1.GetString(h.Name.Span.TrimEnd(" \t"u8)), Encoding.UTF8.GetString(h.Value.Span))).ToArray();
        using var delivery = Delivery.Prepare(answer, fields, message.TooLarge ? null : message.Mail, state.Current, state.Extras, () => new MemoryStream(), cancel);
        var (edits, reply) = (delivery.Edits, MilterReply.Accept);
        if (delivery.Bannered is { } changed) reply = WithBody(reply, fields, changed);
        foreach (var (name, occurrence) in edits.Remove.Where(r => r.Name.All(c => c is > ' ' and <= '~'))) reply = reply.DeleteHeader(name, occurrence);
        if (edits.Subject is { } subject) reply = reply.ChangeHeader("Subject", 1, subject);
        for (var i = 0; i < edits.Prepend.Count; i++) reply = reply.InsertHeader(i, edits.Prepend[i].Name, edits.Prepend[i].Value);
        return reply;
    }

    /// <summary>The changed body, and the fields that say how it is to be read.</summary>
    private static MilterReply WithBody(MilterReply reply, IReadOnlyList<(string Name, string Value)> fields, Stream changed)
    {
        var (header, whole) = (RawHeader.Read(changed), reply);
        foreach (var name in (string[])["MIME-Version", "Content-Type", "Content-Transfer-Encoding"])
        {
            var (before, after) = (ValueOf(fields, name), ValueOf(header.Fields, name));
            if (before == after) continue;
            // What cannot be said in the protocol (a lone CR in a parameter) leaves the text as it is.
            if (after?.AsSpan().ContainsAny('\r', '\0') == true) return whole;
            reply = after is null ? reply.DeleteHeader(name, 1) : before is null ? reply.AddHeader(name, after) : reply.ChangeHeader(name, 1, after);
        }
        // Behind the empty line.
        changed.Position = header.Rest + 2;
        var body = new byte[changed.Length - changed.Position];
        changed.ReadExactly(body);
        return reply.ReplaceBody(body);
    }

    private static string? ValueOf(IReadOnlyList<(string Name, string Value)> fields, string name) =>
        fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Name: not null } field ? field.Value.Replace("\r\n", "\n", StringComparison.Ordinal).Trim() : null;
}
