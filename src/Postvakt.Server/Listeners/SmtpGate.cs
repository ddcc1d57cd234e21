using System.Globalization;
using System.Net;
using System.Text;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Listeners;

/// <summary>
/// A hop in the mail flow: what is judged goes on to the next hop, and the client gets that hop's answer. No mail waits here: until the next hop
/// has taken it, the client keeps it and comes again, and then gets the recorded verdict. Held mail is answered 250 once it is on our disk.
/// </summary>
internal sealed class SmtpGate(SmtpHop hop, Gatekeeper gatekeeper, ServeState state, GatewayMetrics metrics, Func<Stream> spool, TimeProvider clock) : ISmtpHandler
{
    /// <summary>Received fields after which a mail counts as going round in a circle. 100: RFC 5321 6.3.</summary>
    private const int MaxHops = 100;

    public async ValueTask<SmtpReply> OnMessageAsync(SmtpMessage message, CancellationToken cancel)
    {
        var header = RawHeader.Read(message.Content);
        if (IsLoop(header)) return SmtpReply.Create(554, "5.4.6", "The message goes round in a circle");
        var envelope = EnvelopeOf(message.Envelope);
        var answer = await gatekeeper.AnswerAsync(hop.Profile, envelope, message.Content, MarkOf(header), cancel).ConfigureAwait(false);
        return answer.Disposition switch
        {
            Disposition.Quarantine => Taken(answer),
            Disposition.Reject => SmtpReply.Create(550, "5.7.1", $"Message refused, reference {answer.Stored!.Id}"),
            Disposition.Defer => SmtpReply.Create(451, "4.3.0", "The message could not be examined, try again later"),
            _ => await HandOnAsync(message, header, answer, cancel).ConfigureAwait(false),
        };
    }

    private async Task<SmtpReply> HandOnAsync(SmtpMessage message, RawHeader header, Answer answer, CancellationToken cancel)
    {
        using var delivery = Delivery.Prepare(answer, header.Fields, message.Content, state.Current, state.Extras, spool, cancel);
        var content = delivery.Bannered ?? message.Content;
        if (delivery.Bannered is not null) header = RawHeader.Read(delivery.Bannered);
        content.Position = header.Rest;
        var outcome = await hop.Next.SendAsync(SmtpDelivery.Of(message) with
        {
            Prefix = Encoding.UTF8.GetBytes(Trace(message)).Concat(header.With(delivery.Edits)).ToArray(),
            Content = content,
            Forwarded = message.Envelope.Forwarded ?? new ForwardedClient { Address = AddressOf(message.Envelope), Helo = message.Envelope.Helo },
        }, cancel).ConfigureAwait(false);
        metrics.CountHandedOn(hop.Profile.Name, outcome.Kind.ToString().ToLowerInvariant());
        return outcome.Kind switch
        {
            SmtpOutcomeKind.Accepted => Taken(answer),
            SmtpOutcomeKind.Refused => SmtpReply.Create(outcome.Reply!.Code, StatusOf(outcome.Reply, "5.0.0"), Printable(outcome.Reply)),
            SmtpOutcomeKind.InDoubt => SmtpReply.Create(451, "4.4.2", "The next hop did not say whether it took the message"),
            _ => SmtpReply.Create(451, StatusOf(outcome.Reply, "4.4.1"), outcome.Reply is { IsTemporary: true } reply ? Printable(reply) : ["The next hop does not take the message now"]),
        };
    }

    /// <summary>The same words for held mail and for mail that went on: a mail server in front may show them to the sender.</summary>
    private static SmtpReply Taken(Answer answer) => SmtpReply.Accepted(answer.Stored is { } stored ? $"Taken, reference {stored.Id}" : "Taken");

    /// <summary>RFC 5321 4.4, and for a connector the field by which its mail is known when it comes back.</summary>
    private string Trace(SmtpMessage message)
    {
        var (envelope, now) = (message.Envelope, clock.GetUtcNow());
        var client = AddressOf(envelope) is { } address ? $" ([{(address.Contains(':', StringComparison.Ordinal) ? "IPv6:" : "")}{address}])" : "";
        var helo = new string([.. envelope.Helo.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '[' or ']' or ':' or '_').Take(255)]);
        var received = string.Create(CultureInfo.InvariantCulture, $"Received: from {(helo.Length > 0 ? helo : "unknown")}{client}\r\n\tby {hop.HostName} (Postvakt) with {envelope.Protocol};\r\n\t{now:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n");
        return hop.LoopMark.Length > 0 ? $"{SmtpHop.LoopField}: {hop.LoopMark}\r\n{received}" : received;
    }

    private static string? MarkOf(RawHeader header) => header.Fields.FirstOrDefault(f => f.Name.Equals(ReleaseMark.Field, StringComparison.OrdinalIgnoreCase)).Value;

    private bool IsLoop(RawHeader header)
    {
        var hops = 0;
        foreach (var (name, value) in header.Fields)
        {
            if (name.Equals("Received", StringComparison.OrdinalIgnoreCase) && ++hops > MaxHops) return true;
            if (hop.LoopMark.Length > 0 && name.Equals(SmtpHop.LoopField, StringComparison.OrdinalIgnoreCase) && hop.IsOwnMark(value)) return true;
        }
        return false;
    }

    internal static Envelope EnvelopeOf(SmtpEnvelope envelope) => new(
        AddressOf(envelope) ?? "", envelope.Forwarded?.Helo ?? envelope.Helo, envelope.Sender.Address, [.. envelope.Recipients.Select(r => r.Address)]);

    private static string? AddressOf(SmtpEnvelope envelope) => (envelope.Forwarded?.IPAddress ?? Unmapped(envelope.Peer?.Address))?.ToString();

    private static IPAddress? Unmapped(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static string StatusOf(SmtpReply? reply, string otherwise) => reply is { Status: { } status } && (status[0] == otherwise[0]) ? status : otherwise;

    /// <summary>The next hop's own words, so that a bounce says what was wrong.</summary>
    private static string[] Printable(SmtpReply reply) =>
        [.. reply.Lines.Take(8).Select(l => new string([.. l.Select(c => c is >= ' ' and <= '~' ? c : '?').Take(400)]))];
}
