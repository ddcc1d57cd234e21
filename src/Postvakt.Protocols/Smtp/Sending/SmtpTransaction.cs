using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>One mail over one connection, from XFORWARD to the reply to its end.</summary>
internal sealed class SmtpTransaction(SenderConnection peer, SmtpDelivery delivery, SmtpSenderOptions options)
{
    /// <summary>Commands sent before their replies are read. More could fill both sides' buffers, each waiting for the other (RFC 2920 3.1).</summary>
    private const int Batch = 100;

    private const int Block = 32 << 10;

    /// <summary>Some servers take no longer lines, and XFORWARD may be repeated (Postfix XFORWARD_README).</summary>
    private const int LongestForward = 400;

    private readonly PeerOffers _offers = peer.Offers;

    /// <summary>A reply came: the connection was alive.</summary>
    public bool WasAnswered { get; private set; }

    /// <summary>The end of the mail is on its way: without a reply nobody knows whether it was taken.</summary>
    public bool IsHandedOver { get; private set; }

    public async Task<SmtpOutcome> RunAsync(CancellationToken cancel)
    {
        if (CannotGo() is { } refusal) return refusal;
        var forwards = Forwards();
        var replies = await AskAllAsync([.. forwards, MailFrom(), .. delivery.Recipients.Select(RecipientTo)], stopAt: forwards.Count, cancel).ConfigureAwait(false);
        // What the peer thinks of XFORWARD changes nothing about the mail.
        var mail = replies[forwards.Count];
        if (!mail.IsPositive) return SmtpOutcome.NotTaken("the peer refused the sender", mail);
        var recipients = replies[(forwards.Count + 1)..];
        var refused = recipients.Where(r => !r.IsPositive).ToList();
        if (refused.Count == recipients.Count || (refused.Count > 0 && delivery.NeedsAllRecipients))
            return SmtpOutcome.NotTaken("the peer refused recipients", refused.Find(r => !r.IsPermanent) ?? refused[0]) with { Recipients = recipients };
        var outcome = delivery.HasBareLineEnds && _offers.Has("CHUNKING") && delivery.Size is { } size
            ? await SendChunkAsync(size, cancel).ConfigureAwait(false) : await SendDataAsync(cancel).ConfigureAwait(false);
        return outcome with { Recipients = recipients, LostReportRequests = !_offers.Has("DSN") && AsksForReports };
    }

    private bool AsksForReports => delivery.Recipients.Any(r => r.Parameter("NOTIFY") is not null);

    /// <summary>What the peer told by its offers already.</summary>
    private SmtpOutcome? CannotGo()
    {
        if (delivery.NeedsUtf8 && !_offers.Has("SMTPUTF8"))
            return SmtpOutcome.Refused("the mail needs SMTPUTF8, which the peer does not offer", SmtpReply.Create(550, "5.6.7", "The next server does not take international mail"));
        if (delivery.Body == SmtpBody.EightBit && !_offers.Has("8BITMIME"))
            return SmtpOutcome.Refused("the mail needs 8BITMIME, which the peer does not offer", SmtpReply.Create(554, "5.6.3", "The next server does not take 8-bit mail, and this one converts none"));
        if (delivery.Size > _offers.Size)
            return SmtpOutcome.Refused("the mail is larger than the peer takes", SmtpReply.Create(552, "5.3.4", "The next server does not take a message of this size"));
        return null;
    }

    private List<string> Forwards()
    {
        var commands = new List<string>();
        if (delivery.Forwarded is not { } client) return commands;
        var line = new StringBuilder();
        foreach (var (attribute, value) in client.Forwardable)
        {
            if (!_offers.Has("XFORWARD", attribute)) continue;
            var word = $" {attribute}={XText.Encode(value ?? "[UNAVAILABLE]")}";
            if (line.Length > 0 && line.Length + word.Length > LongestForward)
            {
                commands.Add($"XFORWARD{line}\r\n");
                line.Clear();
            }
            line.Append(word);
        }
        if (line.Length > 0) commands.Add($"XFORWARD{line}\r\n");
        return commands;
    }

    private string MailFrom()
    {
        var line = new StringBuilder($"MAIL FROM:<{delivery.Sender.Address}>");
        if (_offers.Has("SIZE") && delivery.Size is { } size) line.Append(CultureInfo.InvariantCulture, $" SIZE={size}");
        if (_offers.Has("8BITMIME") && delivery.Body != SmtpBody.Undeclared) line.Append(delivery.Body == SmtpBody.EightBit ? " BODY=8BITMIME" : " BODY=7BIT");
        if (delivery.NeedsUtf8) line.Append(" SMTPUTF8");
        return AppendReports(line, delivery.Sender, "RET", "ENVID");
    }

    private string RecipientTo(SmtpMailbox recipient) => AppendReports(new StringBuilder($"RCPT TO:<{recipient.Address}>"), recipient, "NOTIFY", "ORCPT");

    private string AppendReports(StringBuilder line, SmtpMailbox mailbox, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (_offers.Has("DSN") && mailbox.Parameter(name) is { Length: > 0 } value) line.Append(' ').Append(name).Append('=').Append(value);
        return line.Append("\r\n").ToString();
    }

    /// <summary>The replies to all commands. Without pipelining nothing is asked any more once the command at <paramref name="stopAt"/> was refused.</summary>
    private async Task<List<SmtpReply>> AskAllAsync(List<string> commands, int stopAt, CancellationToken cancel)
    {
        var replies = new List<SmtpReply>(commands.Count);
        var batch = _offers.Has("PIPELINING") ? Batch : 1;
        for (var sent = 0; sent < commands.Count; sent += batch)
        {
            var some = commands.GetRange(sent, Math.Min(batch, commands.Count - sent));
            await peer.WriteAsync(string.Concat(some), cancel).ConfigureAwait(false);
            foreach (var _ in some)
            {
                replies.Add(await peer.ReadReplyAsync(options.ReplyTime, cancel).ConfigureAwait(false));
                // 421 is the last one whatever was asked (RFC 5321 3.8).
                if (replies[^1].Code == 421) throw new SessionClosedException("the peer closed the connection with 421");
                WasAnswered = true;
            }
            if (replies.Count > stopAt && !replies[stopAt].IsPositive) break;
        }
        return replies;
    }

    private async Task<SmtpOutcome> SendDataAsync(CancellationToken cancel)
    {
        // Not in one piece with RCPT: once it is answered 354, an empty mail at least must be sent.
        var go = await peer.AskAsync("DATA\r\n", options.DataTime, cancel).ConfigureAwait(false);
        if (go.Code != 354) return SmtpOutcome.NotTaken("the peer refused to take content", go);
        var stuffing = new DotStuffing();
        var room = ArrayPool<byte>.Shared.Rent(DotStuffing.Room(Block));
        try
        {
            await foreach (var block in BlocksAsync(cancel).ConfigureAwait(false))
                await peer.WriteAsync(room.AsMemory(0, stuffing.Write(block.Span, room)), cancel).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
        return await EndAsync(stuffing.End().ToArray(), cancel).ConfigureAwait(false);
    }

    private async Task<SmtpOutcome> SendChunkAsync(long size, CancellationToken cancel)
    {
        IsHandedOver = size == 0;
        await peer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"BDAT {size} LAST\r\n"), cancel).ConfigureAwait(false);
        // The last byte ends it.
        var left = size;
        await foreach (var block in BlocksAsync(cancel).ConfigureAwait(false))
        {
            left -= block.Length;
            if (left < 0) throw new InvalidDataException("the content grew while it was sent");
            if (left == 0) IsHandedOver = true;
            await peer.WriteAsync(block, cancel).ConfigureAwait(false);
        }
        if (left > 0) throw new InvalidDataException("the content shrank while it was sent");
        return await EndAsync(ReadOnlyMemory<byte>.Empty, cancel).ConfigureAwait(false);
    }

    private async Task<SmtpOutcome> EndAsync(ReadOnlyMemory<byte> end, CancellationToken cancel)
    {
        IsHandedOver = true;
        if (!end.IsEmpty) await peer.WriteAsync(end, cancel).ConfigureAwait(false);
        var reply = await peer.ReadReplyAsync(options.FinalTime, cancel).ConfigureAwait(false);
        if (reply.Code is >= 300 and < 400) throw new SessionClosedException("the peer answered a whole mail with a reply that does not fit");
        return reply.IsPositive ? new(SmtpOutcomeKind.Accepted, reply, [], "the peer took the mail") : SmtpOutcome.NotTaken("the peer refused the mail", reply);
    }

    /// <summary>Prefix and content. A content that cannot be read is a broken surrounding of ours: thrown, and the connection closed before the mail is whole.</summary>
    private async IAsyncEnumerable<ReadOnlyMemory<byte>> BlocksAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        for (var prefix = delivery.Prefix; !prefix.IsEmpty; prefix = prefix[Math.Min(Block, prefix.Length)..]) yield return prefix[..Math.Min(Block, prefix.Length)];
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            while (await ReadAsync(buffer.AsMemory(0, Block), cancel).ConfigureAwait(false) is > 0 and var read) yield return buffer.AsMemory(0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            return await delivery.Content.ReadAsync(buffer, cancel).ConfigureAwait(false);
        }
        catch (IOException fault)
        {
            throw new InvalidDataException("the content could not be read", fault);
        }
    }
}
