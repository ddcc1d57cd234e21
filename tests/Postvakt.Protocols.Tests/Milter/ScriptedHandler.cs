using System.Collections.Concurrent;
using System.Threading.Channels;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>Answers what the test says and keeps what it saw.</summary>
internal sealed class ScriptedHandler : IMilterHandler
{
    private readonly Channel<SeenMessage> _seen = Channel.CreateUnbounded<SeenMessage>();

    public MilterHooks Hooks { get; init; }

    public Func<MilterMessage, IMilterProgress, CancellationToken, ValueTask<MilterReply>> Decide { get; init; } = (_, _, _) => new(MilterReply.Accept);

    public Func<string, MilterReply> Early { get; init; } = _ => MilterReply.Continue;

    /// <summary>The early steps in the order they came.</summary>
    public ConcurrentQueue<string> Steps { get; } = new();

    public async Task<SeenMessage> NextAsync() => await _seen.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public int Count => _seen.Reader.Count;

    public ValueTask<MilterReply> OnMessageAsync(MilterMessage message, IMilterProgress progress, CancellationToken cancel)
    {
        _seen.Writer.TryWrite(SeenMessage.Of(message));
        return Decide(message, progress, cancel);
    }

    public ValueTask<MilterReply> OnConnectAsync(MilterEnvelope envelope, CancellationToken cancel) => Step($"connect {envelope.Client.Address}");
    public ValueTask<MilterReply> OnHeloAsync(MilterEnvelope envelope, CancellationToken cancel) => Step($"helo {envelope.Helo}");
    public ValueTask<MilterReply> OnMailFromAsync(MilterEnvelope envelope, CancellationToken cancel) => Step($"mail {envelope.Sender!.Address}");
    public ValueTask<MilterReply> OnRecipientAsync(MilterEnvelope envelope, MilterMailbox recipient, CancellationToken cancel) => Step($"rcpt {recipient.Address}");
    public ValueTask<MilterReply> OnDataAsync(MilterEnvelope envelope, CancellationToken cancel) => Step("data");
    public ValueTask<MilterReply> OnUnknownAsync(MilterEnvelope envelope, string command, CancellationToken cancel) => Step($"unknown {command}");

    public ValueTask OnAbortAsync(MilterEnvelope envelope, CancellationToken cancel)
    {
        Steps.Enqueue($"abort {envelope.Sender?.Address}");
        return default;
    }

    private ValueTask<MilterReply> Step(string step)
    {
        Steps.Enqueue(step);
        return new(Early(step));
    }
}
