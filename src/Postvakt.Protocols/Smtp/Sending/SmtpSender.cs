using System.Net.Sockets;
using System.Security.Authentication;

namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>
/// Hands mail on to one next hop, byte for byte, and says what came of it. Safe for many mails at once, each over a connection of its own; a few
/// connections are kept for a moment.
/// </summary>
public sealed class SmtpSender : IAsyncDisposable
{
    private readonly SmtpSenderOptions _options;
    private readonly TimeProvider _clock;
    private readonly IdleConnections _idle;

    /// <exception cref="ArgumentException">The options are wrong; the message names everything that is.</exception>
    public SmtpSender(SmtpSenderOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Check() is { Count: > 0 } wrong) throw new ArgumentException(string.Join("; ", wrong), nameof(options));
        _options = options;
        _clock = clock;
        _idle = new(options, clock);
    }

    /// <summary>Sends one mail. The peer and the network decide the outcome, never an exception.</summary>
    /// <exception cref="ArgumentException">The envelope cannot be sent.</exception>
    /// <exception cref="InvalidDataException">The content could not be read or changed its size. The mail was not handed over.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the mail was handed over; afterwards the outcome is <see cref="SmtpOutcomeKind.InDoubt"/>.</exception>
    public async Task<SmtpOutcome> SendAsync(SmtpDelivery delivery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        delivery.Check();
        while (_idle.Take() is { } kept)
        {
            // Null: it had gone stale, and nothing was sent that counts.
            if (await SendAsync(kept, delivery, isKept: true, cancel).ConfigureAwait(false) is { } outcome) return outcome;
        }
        var (fresh, failed) = await OpenAsync(_options.Tls, cancel).ConfigureAwait(false);
        if (fresh is null) return failed!;
        return (await SendAsync(fresh, delivery, isKept: false, cancel).ConfigureAwait(false))!;
    }

    public ValueTask DisposeAsync() => _idle.DisposeAsync();

    /// <summary>A connection that is ready, or why there is none.</summary>
    private async Task<(SenderConnection? Ready, SmtpOutcome? Failed)> OpenAsync(SmtpTlsMode tls, CancellationToken cancel)
    {
        var connection = new SenderConnection(_options, _clock);
        var ready = false;
        try
        {
            var refused = await GreetAsync(connection, tls, cancel).ConfigureAwait(false);
            ready = refused is null;
            return (ready ? connection : null, refused);
        }
        catch (TlsException) when (tls == SmtpTlsMode.Opportunistic)
        {
            // Without encryption rather than not at all: what "opportunistic" asks for.
        }
        catch (Exception failed) when (IsOfConnection(failed))
        {
            return (null, SmtpOutcome.Deferred(Say(failed)));
        }
        finally
        {
            if (!ready) connection.Dispose();
        }
        return await OpenAsync(SmtpTlsMode.None, cancel).ConfigureAwait(false);
    }

    /// <summary>Greeting, EHLO and TLS; null if the connection is ready. A refusal here is about us, not about a mail: it defers.</summary>
    private async Task<SmtpOutcome?> GreetAsync(SenderConnection connection, SmtpTlsMode tls, CancellationToken cancel)
    {
        await connection.ConnectAsync(cancel).ConfigureAwait(false);
        var greeting = await connection.ReadReplyAsync(_options.ReplyTime, cancel).ConfigureAwait(false);
        if (greeting.Code != 220) return SmtpOutcome.Deferred("the peer takes no mail from us", greeting);
        if (await HelloAsync(connection, cancel).ConfigureAwait(false) is { } refused) return refused;
        if (tls == SmtpTlsMode.None) return null;
        if (!connection.Offers.Has("STARTTLS")) return tls == SmtpTlsMode.Opportunistic ? null : SmtpOutcome.Deferred("the peer does not offer TLS, which is required");
        var answer = await connection.AskAsync("STARTTLS\r\n", _options.ReplyTime, cancel).ConfigureAwait(false);
        if (answer.Code != 220) return tls == SmtpTlsMode.Opportunistic ? null : SmtpOutcome.Deferred("the peer refused TLS, which is required", answer);
        try
        {
            await connection.StartTlsAsync(cancel).ConfigureAwait(false);
        }
        catch (Exception failed) when (failed is AuthenticationException || IsOfConnection(failed))
        {
            throw new TlsException(failed);
        }
        // RFC 3207 4.2: what was offered in clear counts no more.
        return await HelloAsync(connection, cancel).ConfigureAwait(false);
    }

    private async Task<SmtpOutcome?> HelloAsync(SenderConnection connection, CancellationToken cancel)
    {
        var reply = await connection.AskAsync($"EHLO {_options.HostName}\r\n", _options.ReplyTime, cancel).ConfigureAwait(false);
        connection.Offers = reply.Code == 250 ? new(reply.Lines.Skip(1)) : PeerOffers.None;
        if (reply.IsPermanent) reply = await connection.AskAsync($"HELO {_options.HostName}\r\n", _options.ReplyTime, cancel).ConfigureAwait(false);
        return reply.Code == 250 ? null : SmtpOutcome.Deferred("the peer refused our greeting", reply);
    }

    /// <summary>Null if a kept connection turned out to be dead before anything was answered.</summary>
    private async Task<SmtpOutcome?> SendAsync(SenderConnection connection, SmtpDelivery delivery, bool isKept, CancellationToken cancel)
    {
        var transaction = new SmtpTransaction(connection, delivery, _options);
        var ended = false;
        try
        {
            var outcome = await transaction.RunAsync(cancel).ConfigureAwait(false);
            ended = true;
            if (outcome.Kind == SmtpOutcomeKind.Accepted) _idle.Keep(connection);
            else _ = IdleConnections.QuitAsync(connection);
            return outcome;
        }
        catch (Exception failed) when (transaction.IsHandedOver && (failed is OperationCanceledException || IsOfConnection(failed)))
        {
            return new(SmtpOutcomeKind.InDoubt, null, [], "the whole mail was sent, and then: " + Say(failed));
        }
        catch (Exception failed) when (IsOfConnection(failed))
        {
            return isKept && !transaction.WasAnswered ? null : SmtpOutcome.Deferred(Say(failed));
        }
        finally
        {
            // Without QUIT: within content it would be taken for content, and could even complete it.
            if (!ended) connection.Dispose();
        }
    }

    private static bool IsOfConnection(Exception fault) => fault is IOException or SocketException or ObjectDisposedException;

    /// <summary>Plain words; a system's message names no more than the network's trouble.</summary>
    private static string Say(Exception fault) => fault switch
    {
        SessionClosedException or TlsException => fault.Message,
        SocketException socket => $"the connection failed: {socket.SocketErrorCode}",
        { InnerException: SocketException socket } => $"the connection failed: {socket.SocketErrorCode}",
        OperationCanceledException => "we stopped waiting",
        _ => "the connection failed",
    };

    private sealed class TlsException(Exception inner) : IOException("the TLS handshake failed", inner);
}
