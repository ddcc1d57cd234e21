using System.Text;

namespace Postvakt.Protocols.Milter;

/// <summary>The protocol of one connection: what each command does and which answer it gets.</summary>
internal sealed class MilterSession(MilterContext context, MilterConnection connection, ReplyBuffer replies) : IAsyncDisposable
{
    private const byte SkipBody = (byte)'s';
    private static readonly MilterReply TooManyRecipients = MilterReply.WithCode(452, "4.5.3", "Too many recipients");
    private volatile SessionStep _step = SessionStep.New;
    private MilterTerms _terms = MilterTerms.None;
    private MilterClient _client = MilterClient.Nobody;
    private string _helo = "";
    private MilterMacros _macros = new();
    private byte[]? _recipientMacros;
    private MessageDraft? _draft;

    public SessionStep Step => _step;

    public bool InMessage => (_step & SessionStep.Message) != 0;

    /// <summary>How long the next command may take.</summary>
    public TimeSpan Patience => _step switch
    {
        SessionStep.New => context.Options.NegotiationTime,
        SessionStep.Headers or SessionStep.Body => context.Options.ContentTime,
        _ => context.Options.EnvelopeTime,
    };

    /// <summary>Takes one command; false when the session is over.</summary>
    public ValueTask<bool> TakeAsync(byte command, ReadOnlyMemory<byte> data)
    {
        if (!MilterCommands.MayCome(command, _step))
            return Broken(MilterCommands.At(command) == SessionStep.None ? "an unknown command came" : $"the command {(char)command} came at the wrong step ({_step})");
        return command switch
        {
            MilterCommands.Negotiate => Negotiate(data.Span),
            MilterCommands.Macros => Macros(data.Span),
            MilterCommands.Connect => ConnectAsync(data),
            MilterCommands.Helo => HeloAsync(data),
            MilterCommands.MailFrom => MailFromAsync(data),
            MilterCommands.Recipient => RecipientAsync(data),
            MilterCommands.Data => DataAsync(),
            MilterCommands.Header => HeaderAsync(data),
            MilterCommands.EndOfHeaders => EndOfHeaders(),
            MilterCommands.Body => BodyAsync(data),
            MilterCommands.EndOfMessage => EndOfMessageAsync(data),
            MilterCommands.Unknown => UnknownAsync(data),
            MilterCommands.Abort => AbortAsync(),
            MilterCommands.QuitNewConnection => NewConnectionAsync(),
            _ => new(false),
        };
    }

    /// <summary>The connection is over; a message that is open is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        replies.Release();
        await GiveUpAsync().ConfigureAwait(false);
    }

    private ValueTask<bool> Negotiate(ReadOnlySpan<byte> offer)
    {
        var wanted = context.Options.WantedMacros;
        if (MilterTerms.Settle(offer, context.Options, context.Hooks, wanted.Count > 0) is not { } terms) return Broken("the negotiation is too short or of an old version");
        _terms = terms;
        _step = SessionStep.Negotiated;
        replies.Packet(MilterCommands.Negotiate, terms.ToBytes(wanted));
        if ((context.Options.Actions & ~terms.Actions & ~MilterActions.ChooseMacros) is var missing and not MilterActions.None)
            connection.Tell(MilterIncidentKind.ActionNotOffered, $"the mail server does not offer: {missing}");
        return new(true);
    }

    private ValueTask<bool> Macros(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty) return Broken("macros came without a stage");
        if (MilterCommands.StageOf(data[0]) is not { } stage) return new(true);
        var raw = MacroText.Bounded(data[1..], context.Options.MaxMacros, context.Options.MaxMacroBytes, out var whole);
        if (!whole) connection.Tell(MilterIncidentKind.LimitReached, $"macros of the stage {stage} were left out: too many, too long or cut");
        if (stage <= MilterStage.MailFrom)
        {
            _macros.Set(stage, raw);
        }
        else if (_draft is { } draft)
        {
            if (stage == MilterStage.Recipient)
            {
                raw = draft.Counts(raw.Length) ? raw : [];
                _recipientMacros = raw;
            }
            draft.Envelope.Macros.Set(stage, raw);
        }
        return new(true);
    }

    private async ValueTask<bool> ConnectAsync(ReadOnlyMemory<byte> data)
    {
        if (EnvelopeText.Client(data.Span) is not { } client) return await Broken("a connect command is malformed").ConfigureAwait(false);
        _client = client;
        _step = SessionStep.Connected;
        await EarlyAsync(MilterHooks.Connect, MilterSteps.NoReplyConnect, false, static (h, e, _, c) => h.OnConnectAsync(e, c), null).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> HeloAsync(ReadOnlyMemory<byte> data)
    {
        await GiveUpAsync().ConfigureAwait(false);
        _step = SessionStep.Connected;
        _helo = EnvelopeText.First(data.Span);
        await EarlyAsync(MilterHooks.Helo, MilterSteps.NoReplyHelo, false, static (h, e, _, c) => h.OnHeloAsync(e, c), null).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> MailFromAsync(ReadOnlyMemory<byte> data)
    {
        await GiveUpAsync().ConfigureAwait(false);
        if (EnvelopeText.Mailbox(data.Span, null) is not { } sender) return await Broken("a MAIL command has no address").ConfigureAwait(false);
        var macros = _macros.ForNextMessage();
        macros.Set(MilterStage.MailFrom, _macros.Raw(MilterStage.MailFrom));
        _macros.Set(MilterStage.MailFrom, null);
        _recipientMacros = null;
        _draft = new MessageDraft(new MilterEnvelope(_client, _helo, macros) { Sender = sender }, context.Options, context.Places);
        _draft.Counts(data.Length);
        _step = SessionStep.Mail;
        var answer = await EarlyAsync(MilterHooks.MailFrom, MilterSteps.NoReplyMailFrom, true, static (h, e, _, c) => h.OnMailFromAsync(e, c), null).ConfigureAwait(false);
        if (answer != MilterAnswer.Continue) Decided();
        return true;
    }

    private async ValueTask<bool> RecipientAsync(ReadOnlyMemory<byte> data)
    {
        if (EnvelopeText.Mailbox(data.Span, _recipientMacros) is not { } recipient) return await Broken("a RCPT command has no address").ConfigureAwait(false);
        _recipientMacros = null;
        if (!_draft!.HasRoom(data.Length))
        {
            if (!_terms.Has(MilterSteps.NoReplyRecipient)) Write(TooManyRecipients);
            if (!_draft.TooManyRecipients) connection.Tell(MilterIncidentKind.LimitReached, "recipients past the limit were left out");
            _draft.TooManyRecipients = true;
            return true;
        }
        var answer = await EarlyAsync(MilterHooks.Recipient, MilterSteps.NoReplyRecipient, true,
            static (h, e, r, c) => h.OnRecipientAsync(e, (MilterMailbox)r!, c), recipient).ConfigureAwait(false);
        if (answer == MilterAnswer.Continue) _draft.Add(recipient, data.Length);
        else if (answer is not (MilterAnswer.Reject or MilterAnswer.TempFail or MilterAnswer.ReplyCode)) Decided();
        return true;
    }

    private async ValueTask<bool> DataAsync()
    {
        _step = SessionStep.Data;
        var answer = await EarlyAsync(MilterHooks.Data, MilterSteps.NoReplyData, true, static (h, e, _, c) => h.OnDataAsync(e, c), null).ConfigureAwait(false);
        if (answer != MilterAnswer.Continue) Decided();
        return true;
    }

    private async ValueTask<bool> UnknownAsync(ReadOnlyMemory<byte> data)
    {
        await EarlyAsync(MilterHooks.Unknown, MilterSteps.NoReplyUnknown, false,
            static (h, e, text, c) => h.OnUnknownAsync(e, (string)text!, c), EnvelopeText.First(data.Span)).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> HeaderAsync(ReadOnlyMemory<byte> data)
    {
        var end = data.Span.IndexOf((byte)0);
        if (end < 0 || end == data.Length - 1 || data.Span[^1] != 0) return await Broken("a header command is malformed").ConfigureAwait(false);
        _step = SessionStep.Headers;
        await _draft!.HeaderAsync(data.Span[..end], data.Span[(end + 1)..^1], _terms.Has(MilterSteps.LeadingSpace)).ConfigureAwait(false);
        Proceed(MilterSteps.NoReplyHeader);
        return true;
    }

    /// <summary>The draft ends them with the first part of the body, which the end of the message always brings.</summary>
    private ValueTask<bool> EndOfHeaders()
    {
        _step = SessionStep.Body;
        Proceed(MilterSteps.NoReplyEndOfHeaders);
        return new(true);
    }

    private async ValueTask<bool> BodyAsync(ReadOnlyMemory<byte> data)
    {
        _step = SessionStep.Body;
        await _draft!.BodyAsync(data).ConfigureAwait(false);
        if (_terms.Has(MilterSteps.NoReplyBody)) return true;
        var enough = _draft.TooLarge || _draft.Refusal is not null;
        replies.Packet(enough && _terms.Has(MilterSteps.CanSkipBody) ? SkipBody : (byte)MilterAnswer.Continue, 0);
        return true;
    }

    private async ValueTask<bool> EndOfMessageAsync(ReadOnlyMemory<byte> data)
    {
        var draft = _draft!;
        await draft.BodyAsync(data).ConfigureAwait(false);
        _draft = null;
        MilterReply reply;
        if (draft.Refusal is { } refusal)
        {
            if (draft.Fault is { } fault) connection.Tell(MilterIncidentKind.SpoolFailed, "a message could not be spooled and was deferred", fault);
            else connection.Tell(MilterIncidentKind.Overloaded, "a message was deferred: too many at once");
            draft.Dispose();
            reply = refusal;
        }
        else
        {
            reply = await connection.AskAsync(cancel => context.Handler.OnMessageAsync(draft.ToMessage(_terms.Actions), connection, cancel), true, draft.Dispose).ConfigureAwait(false);
        }
        await AnswerAsync(reply).ConfigureAwait(false);
        // Sent before the message counts as closed, or a server that stops might close the socket on the answer.
        await connection.FlushAsync().ConfigureAwait(false);
        _step = SessionStep.Connected;
        return true;
    }

    private async ValueTask<bool> AbortAsync()
    {
        await GiveUpAsync().ConfigureAwait(false);
        return true;
    }

    private async ValueTask<bool> NewConnectionAsync()
    {
        await GiveUpAsync().ConfigureAwait(false);
        _client = MilterClient.Nobody;
        _helo = "";
        _macros = new();
        _step = SessionStep.Negotiated;
        return true;
    }

    private ValueTask<bool> Broken(string what)
    {
        connection.Tell(MilterIncidentKind.BrokenProtocol, what);
        return new(false);
    }

    /// <summary>The message needs no more commands: a step before its end was answered for all of it.</summary>
    private void Decided()
    {
        _draft?.Dispose();
        _draft = null;
        _step = SessionStep.Connected;
    }

    private async ValueTask GiveUpAsync()
    {
        if (_draft is not { } draft) return;
        _draft = null;
        _step = SessionStep.Connected;
        try
        {
            await connection.AskAsync(async cancel =>
            {
                await context.Handler.OnAbortAsync(draft.Envelope, cancel).ConfigureAwait(false);
                return MilterReply.Continue;
            }).ConfigureAwait(false);
        }
        finally
        {
            draft.Dispose();
        }
    }

    /// <summary>Asks at an early step if the handler wants to be asked, and answers if the server waits for it.</summary>
    private ValueTask<MilterAnswer> EarlyAsync(MilterHooks hook, MilterSteps silence, bool inMessage,
        Func<IMilterHandler, MilterEnvelope, object?, CancellationToken, ValueTask<MilterReply>> ask, object? about)
    {
        if ((context.Hooks & hook) != 0) return AskEarlyAsync(inMessage, ask, about);
        Proceed(silence);
        return new(MilterAnswer.Continue);
    }

    private async ValueTask<MilterAnswer> AskEarlyAsync(bool inMessage,
        Func<IMilterHandler, MilterEnvelope, object?, CancellationToken, ValueTask<MilterReply>> ask, object? about)
    {
        var envelope = _draft?.Envelope ?? new MilterEnvelope(_client, _helo, _macros);
        var reply = await connection.AskAsync(cancel => ask(context.Handler, envelope, about, cancel)).ConfigureAwait(false);
        if (reply.Modifications.Count > 0 || (reply.Answer == MilterAnswer.Discard && !inMessage))
        {
            connection.Tell(MilterIncidentKind.NotPossible, "an early step was answered with a change or a discard that is not possible there");
            reply = MilterReply.TempFail;
        }
        Write(reply);
        return reply.Answer;
    }

    private void Proceed(MilterSteps silence)
    {
        if (!_terms.Has(silence)) replies.Packet((byte)MilterAnswer.Continue, 0);
    }

    private async ValueTask AnswerAsync(MilterReply reply)
    {
        if (reply.Answer is MilterAnswer.Accept or MilterAnswer.Continue)
        {
            var needs = reply.Modifications.Aggregate(MilterActions.None, (all, m) => all | m.Needs);
            if ((needs & ~_terms.Actions) is var missing and not MilterActions.None)
            {
                connection.Tell(MilterIncidentKind.NotPossible, $"an answer needs what was not negotiated: {missing}; none of it was sent");
                reply = context.Options.MissingActionReply;
            }
        }
        // Changes to a message that is refused or thrown away would be wasted; servers ignore them.
        if (reply.Answer is MilterAnswer.Accept or MilterAnswer.Continue)
            foreach (var modification in reply.Modifications) await SendAsync(modification).ConfigureAwait(false);
        Write(reply);
    }

    private async ValueTask SendAsync(MilterModification modification)
    {
        var bytes = modification.Bytes;
        if (modification.ValueAt is >= 0 and var at && _terms.Has(MilterSteps.LeadingSpace) && bytes.Span[at] is not ((byte)' ' or (byte)'\t'))
        {
            // With leading spaces negotiated, the server no longer adds the one after the colon.
            var packet = replies.Packet(modification.Code, bytes.Length + 1);
            bytes.Span[..at].CopyTo(packet);
            packet[at] = (byte)' ';
            bytes.Span[at..].CopyTo(packet[(at + 1)..]);
            return;
        }
        do
        {
            var chunk = bytes[..Math.Min(bytes.Length, MilterModification.MaxBytes)];
            replies.Packet(modification.Code, chunk.Span);
            bytes = bytes[chunk.Length..];
            if (replies.Length > MilterModification.MaxBytes) await connection.FlushAsync().ConfigureAwait(false);
        }
        while (!bytes.IsEmpty);
    }

    private void Write(MilterReply reply)
    {
        if (reply.Text is null)
        {
            replies.Packet((byte)reply.Answer, 0);
            return;
        }
        // Sendmail takes the text as a format; Postfix undoes the doubling.
        replies.Packet((byte)reply.Answer, Encoding.ASCII.GetBytes(reply.Text.Replace("%", "%%", StringComparison.Ordinal) + '\0'));
    }
}
