using System.Collections.Concurrent;
using System.Net.Sockets;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Brings mails to SMTP ports over several connections, and comes again with what was not taken, as a mail server does.</summary>
internal sealed class PatientSender
{
    private readonly ConcurrentQueue<(int Number, string Mail)> _waiting = new();
    private int _left;

    /// <param name="first">Number of the first mail.</param>
    public PatientSender(IReadOnlyList<string> mails, int first = 0)
    {
        for (var i = 0; i < mails.Count; i++) _waiting.Enqueue((first + i, mails[i]));
        _left = mails.Count;
    }

    /// <summary>Mails that were taken so far.</summary>
    public int Taken { get; private set; }

    /// <summary>Temporary refusals.</summary>
    public int Refusals { get; private set; }

    /// <summary>Attempts of each mail that were cut off by a closed connection: the answer may have been on its way.</summary>
    public ConcurrentDictionary<int, int> Lost { get; } = new();

    /// <summary>Ends when all are taken.</summary>
    public Task RunAsync(int connections, params int[] ports) => Task.WhenAll(Enumerable.Range(0, connections).Select(n => SendAsync(ports[n % ports.Length])));

    private async Task SendAsync(int port)
    {
        while (Volatile.Read(ref _left) > 0)
        {
            (int Number, string Mail)? mine = null;
            try
            {
                await using var dialogue = await SmtpDialogue.OpenAsync(port);
                await dialogue.SayAsync("EHLO client.example");
                while (_waiting.TryDequeue(out var next))
                {
                    mine = next;
                    var reply = await dialogue.SendAsync("sender@outside.example", "reader@lovhaga.example", next.Mail);
                    mine = null;
                    if (Note(next, reply)) continue;
                    break;
                }
            }
            catch (Exception closed) when (closed is IOException or SocketException)
            {
                if (mine is { } cut)
                {
                    Lost.AddOrUpdate(cut.Number, 1, (_, n) => n + 1);
                    _waiting.Enqueue(cut);
                }
            }
            // A client that is refused waits before it comes again.
            if (Volatile.Read(ref _left) > 0) await Task.Delay(50);
        }
    }

    private bool Note((int Number, string Mail) mail, string reply)
    {
        lock (_waiting)
        {
            if (reply.StartsWith("250", StringComparison.Ordinal))
            {
                Taken++;
                Interlocked.Decrement(ref _left);
                return true;
            }
            Assert.StartsWith("4", reply, StringComparison.Ordinal);
            Refusals++;
        }
        _waiting.Enqueue(mail);
        return false;
    }
}
