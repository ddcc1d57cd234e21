using System.Globalization;
using System.Text;

namespace Postvakt.Protocols.Smtp;

/// <summary>The protocol of one connection: what each command does and which reply it gets.</summary>
internal sealed class SmtpSession(SmtpContext context, SmtpConnection connection) : IDisposable
{
    private readonly bool _forwards = connection.Peer is { } peer && context.Options.ForwardingClients.Any(n => n.Contains(peer.Address));
    private volatile SmtpStep _step = SmtpStep.Greeted;
    private string _helo = "";
    private bool _extended;
    private ForwardedClient? _client, _forwarded;
    private SmtpDraft? _draft;
    private int _errors, _emptyCommands;

    public SmtpStep Step => _step;

    public bool InMessage => (_step & SmtpStep.Message) != 0;

    private SmtpOptions Options => context.Options;

    public async Task RunAsync()
    {
        Greet();
        var goesOn = true;
        while (goesOn)
        {
            if (connection.IsStopping && !InMessage)
            {
                connection.Say(SmtpReplies.Stopping);
                break;
            }
            var (status, line) = await connection.ReadLineAsync(_step == SmtpStep.Greeted ? Options.GreetingTime : Options.CommandTime).ConfigureAwait(false);
            goesOn = await TakeAsync(status, line).ConfigureAwait(false);
        }
        await connection.FlushAsync().ConfigureAwait(false);
    }

    public void Dispose() => GiveUp();

    public ValueTask<bool> Hello(string name, bool extended)
    {
        if (name.Length is 0 or > 255 || !Ascii.IsValid(name)) return Error(SmtpReplies.BadArgument);
        GiveUp();
        _helo = name;
        _extended = extended;
        _step = SmtpStep.Ready;
        return Say(SmtpReply.Create(250, null, extended ? Offers() : [Options.HostName]));
    }

    public async ValueTask<bool> StartTlsAsync(string argument)
    {
        if (Options.Certificate is not { } certificate || connection.Tls is not null) return await Error(SmtpReplies.NotImplemented).ConfigureAwait(false);
        if (argument.Length > 0) return await Error(SmtpReplies.NoArgument).ConfigureAwait(false);
        // Sent in clear, by anybody on the way, it would be taken for the client's own words under TLS.
        if (!connection.Input.IsEmpty) return await Break(SmtpReplies.NoPlainAfterTls, "commands in clear came after STARTTLS").ConfigureAwait(false);
        connection.Say(SmtpReplies.StartTls);
        await connection.FlushAsync().ConfigureAwait(false);
        if (!await connection.StartTlsAsync(certificate).ConfigureAwait(false)) return false;
        // RFC 3207 4.2: nothing that was said in clear counts any more.
        _helo = "";
        _extended = false;
        _client = _forwarded = null;
        _step = SmtpStep.Greeted;
        return true;
    }

    public ValueTask<bool> XForward(string attributes)
    {
        if (!_forwards) return Error(SmtpReplies.NotForYou);
        if (ForwardedText.Read(attributes, ForwardedText.OfXForward, _forwarded ?? ForwardedClient.Nobody) is not { } forwarded) return Error(SmtpReplies.BadArgument);
        _forwarded = forwarded;
        return Say(SmtpReplies.Ok);
    }

    public ValueTask<bool> XClient(string attributes)
    {
        if (!_forwards) return Error(SmtpReplies.NotForYou);
        if (ForwardedText.Read(attributes, ForwardedText.OfXClient, _client ?? ForwardedClient.Nobody) is not { } client) return Error(SmtpReplies.BadArgument);
        _client = client;
        _forwarded = null;
        _helo = "";
        _step = SmtpStep.Greeted;
        Greet();
        return new(true);
    }

    public ValueTask<bool> Mail(string argument)
    {
        if (Options.RequireTls && connection.Tls is null) return Error(SmtpReplies.NeedsTls);
        if (!argument.StartsWith("FROM:", StringComparison.OrdinalIgnoreCase) || SmtpPath.Parse(argument[5..]) is not { } sender) return Error(SmtpReplies.BadSender);
        if (SmtpParameters.Check(sender, SmtpParameters.OfMail) is { } wrong) return Error(wrong);
        var envelope = new SmtpEnvelope(sender)
        {
            Peer = connection.Peer,
            Forwarded = _forwarded is null ? _client : _client is null ? _forwarded : _forwarded.Over(_client),
            Helo = _helo,
            IsExtended = _extended,
            Tls = connection.Tls,
        };
        if (sender.IsInternational && !envelope.IsInternational) return Error(SmtpReplies.NeedsUtf8);
        if (sender.Parameter("SIZE") is { } size && !(long.TryParse(size, CultureInfo.InvariantCulture, out var bytes) && bytes <= Options.MaxMessageBytes))
            return Error(SmtpReplies.TooLarge);
        _draft = new(envelope, Options, context.Places);
        _step = SmtpStep.Mail;
        return Say(SmtpReplies.SenderOk);
    }

    public async ValueTask<bool> RecipientAsync(string argument)
    {
        var envelope = _draft!.Envelope;
        if (!argument.StartsWith("TO:", StringComparison.OrdinalIgnoreCase) || SmtpPath.Parse(argument[3..]) is not { Address.Length: > 0 } recipient)
            return await Error(SmtpReplies.BadRecipient).ConfigureAwait(false);
        if (SmtpParameters.Check(recipient, SmtpParameters.OfRecipient) is { } wrong) return await Error(wrong).ConfigureAwait(false);
        if (recipient.IsInternational && !envelope.IsInternational) return await Error(SmtpReplies.NeedsUtf8).ConfigureAwait(false);
        // Not an error: a client that was told sends the rest in another mail (RFC 5321 4.5.3.1.10), and may have sent many at once.
        if (envelope.Recipients.Count >= Options.MaxRecipients) return await Say(SmtpReplies.TooManyRecipients).ConfigureAwait(false);
        var refusal = await connection.AskAsync(cancel => context.Handler.OnRecipientAsync(envelope, recipient, cancel)).ConfigureAwait(false);
        if (refusal is null)
        {
            envelope.RecipientList.Add(recipient);
            _step = SmtpStep.Recipients;
            return await Say(SmtpReplies.RecipientOk).ConfigureAwait(false);
        }
        if (refusal.Code >= 400) return refusal.Code == 421 ? await End(refusal).ConfigureAwait(false) : await Error(refusal).ConfigureAwait(false);
        connection.Tell(SmtpIncidentKind.HandlerFailed, "the handler answered a recipient with a reply that does not refuse");
        return await Say(SmtpReplies.OwnFault).ConfigureAwait(false);
    }

    public async ValueTask<bool> DataAsync(string argument)
    {
        if (argument.Length > 0) return await Error(SmtpReplies.NoArgument).ConfigureAwait(false);
        var draft = _draft!;
        if (!draft.Open()) return await FinishAsync(draft).ConfigureAwait(false);
        connection.Say(SmtpReplies.GoAhead);
        await connection.FlushAsync().ConfigureAwait(false);
        await SmtpTransfer.ReadDataAsync(connection, draft, context.After(Options.DataTime)).ConfigureAwait(false);
        return await FinishAsync(draft).ConfigureAwait(false);
    }

    public async ValueTask<bool> ChunkAsync(string argument)
    {
        // Where the chunk ends is unknown then, and what follows it cannot be told from commands.
        if (SmtpTransfer.ChunkSize(argument) is not var (size, last)) return await Break(SmtpReplies.BadArgument, "a BDAT command has no size").ConfigureAwait(false);
        if ((_step & (SmtpStep.Recipients | SmtpStep.Chunks)) == 0 || _draft is not { } draft)
        {
            await SmtpTransfer.ReadChunkAsync(connection, null, size, context.After(Options.DataTime)).ConfigureAwait(false);
            return await Error(SmtpReplies.WrongOrder).ConfigureAwait(false);
        }
        if (_step != SmtpStep.Chunks) draft.Ends = context.After(Options.DataTime);
        _step = SmtpStep.Chunks;
        draft.Open();
        await SmtpTransfer.ReadChunkAsync(connection, draft, size, draft.Ends).ConfigureAwait(false);
        return last ? await FinishAsync(draft).ConfigureAwait(false) : await Say(draft.Refusal ?? SmtpReplies.ReadBytes).ConfigureAwait(false);
    }

    public ValueTask<bool> Reset(string argument)
    {
        if (argument.Length > 0) return Error(SmtpReplies.NoArgument);
        GiveUp();
        return Say(SmtpReplies.Ok);
    }

    public ValueTask<bool> Say(SmtpReply reply)
    {
        connection.Say(reply);
        return new(true);
    }

    /// <summary>A last reply.</summary>
    public ValueTask<bool> End(SmtpReply reply)
    {
        connection.Say(reply);
        return new(false);
    }

    /// <summary>A last reply to a client that cannot be spoken with.</summary>
    public ValueTask<bool> Break(SmtpReply reply, string what)
    {
        connection.Tell(SmtpIncidentKind.BrokenProtocol, what);
        return End(reply);
    }

    /// <summary>A reply that counts as an error of the client.</summary>
    public ValueTask<bool> Error(SmtpReply reply)
    {
        connection.Say(reply);
        return ++_errors < Options.MaxErrors ? new(true) : Break(SmtpReplies.TooManyErrors, "a client made too many errors");
    }

    private ValueTask<bool> TakeAsync(LineStatus status, ReadOnlyMemory<byte> line) => status switch
    {
        LineStatus.Whole => TakeAsync(line),
        LineStatus.TooLong => Error(SmtpReplies.LineTooLong),
        _ => Break(SmtpReplies.BareLineFeed, "a command line ended in LF without CR"),
    };

    private ValueTask<bool> TakeAsync(ReadOnlyMemory<byte> line)
    {
        var bytes = line.Span;
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) return Error(SmtpReplies.Malformed);
        var text = Encoding.UTF8.GetString(bytes);
        // CR and NUL among them: neither may stand in a command, and either may end a string elsewhere.
        if (text.Any(char.IsControl)) return Error(SmtpReplies.Malformed);
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var (verb, argument) = space < 0 ? (text, "") : (text[..space], text[(space + 1)..].Trim(' '));
        if (!SmtpCommands.All.TryGetValue(verb, out var command)) return Error(SmtpReplies.UnknownCommand);
        if (command.IsEmpty && ++_emptyCommands > Options.MaxEmptyCommands) return Break(SmtpReplies.TooManyCommands, "a client sent too many commands without a mail");
        return (command.At & _step) == 0 ? Error(SmtpReplies.WrongOrder) : command.TakeAsync(this, argument);
    }

    private async ValueTask<bool> FinishAsync(SmtpDraft draft)
    {
        _draft = null;
        SmtpReply reply;
        if (draft.Refusal is { } refusal)
        {
            Tell(draft);
            draft.Dispose();
            reply = refusal;
        }
        else
        {
            reply = await connection.AskAsync(async cancel => await context.Handler.OnMessageAsync(draft.ToMessage(), cancel).ConfigureAwait(false), draft.Dispose)
                .ConfigureAwait(false) ?? SmtpReplies.OwnFault;
        }
        if (reply.Code is >= 300 and < 400 || (reply.Code < 300 && reply.Code != 250))
        {
            connection.Tell(SmtpIncidentKind.HandlerFailed, "the handler answered a message with a reply that does not fit");
            reply = SmtpReplies.OwnFault;
        }
        connection.Say(reply);
        // Sent before the message counts as closed, or a server that stops might close the socket on the answer.
        await connection.FlushAsync().ConfigureAwait(false);
        _emptyCommands = 0;
        GiveUp();
        return reply.Code != 421;
    }

    private void Tell(SmtpDraft draft)
    {
        if (draft.Fault is { } fault) connection.Tell(SmtpIncidentKind.SpoolFailed, "a message could not be spooled and was deferred", fault);
        else if (draft.Refusal == SmtpReplies.Busy) connection.Tell(SmtpIncidentKind.Overloaded, "a message was deferred: too many at once");
        else connection.Tell(SmtpIncidentKind.TooLarge, "a message larger than allowed was refused");
    }

    /// <summary>No message is open any more. What XFORWARD said was about this one alone.</summary>
    private void GiveUp()
    {
        _draft?.Dispose();
        _draft = null;
        _forwarded = null;
        if (_step != SmtpStep.Greeted) _step = SmtpStep.Ready;
    }

    private void Greet() => connection.Say(SmtpReply.Create(220, null, $"{Options.HostName} ESMTP"));

    private string[] Offers()
    {
        var offers = new List<string>
        {
            Options.HostName, "PIPELINING", string.Create(CultureInfo.InvariantCulture, $"SIZE {Options.MaxMessageBytes}"), "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "DSN", "CHUNKING",
        };
        if (Options.Certificate is not null && connection.Tls is null) offers.Add("STARTTLS");
        if (_forwards) offers.AddRange([$"XFORWARD {string.Join(' ', ForwardedText.OfXForward)}", $"XCLIENT {string.Join(' ', ForwardedText.OfXClient)}"]);
        return [.. offers];
    }
}
