using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class MilterHookTests
{
    private const MilterHooks All = MilterHooks.Connect | MilterHooks.Helo | MilterHooks.MailFrom | MilterHooks.Recipient | MilterHooks.Data | MilterHooks.Unknown;

    [Fact]
    public async Task Hooks_AllWanted_AreAskedInOrder()
    {
        var handler = new ScriptedHandler { Hooks = All };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Text('U', "XSTRANGE\0"), Frames.Message());
        for (var i = 0; i < 4; i++) Assert.Equal('c', (await peer.ReadAsync())?.Code);
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(["connect 192.0.2.1", "helo mail.client.example", "unknown XSTRANGE", "mail a@client.example", "rcpt b@here.example", "data"], handler.Steps);
    }

    [Fact]
    public async Task Recipient_Refused_IsNotOfTheMessage()
    {
        var handler = new ScriptedHandler
        {
            Hooks = MilterHooks.Recipient,
            Early = step => step.Contains("no1", StringComparison.Ordinal) ? MilterReply.Reject
                : step.Contains("no2", StringComparison.Ordinal) ? MilterReply.WithCode(450, "4.2.1", "later") : MilterReply.Continue,
        };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom(), Frames.Recipient("<no1@here.example>\0"), Frames.Recipient("<no2@here.example>\0"), Frames.Recipient(), Frames.Packet('E'));
        Assert.Equal(["r"], await peer.ReadAnswersAsync());
        Assert.Equal(["y450 4.2.1 later|"], await peer.ReadAnswersAsync());
        Assert.Equal(["c"], await peer.ReadAnswersAsync());
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(["b@here.example"], (await handler.NextAsync()).Envelope.Recipients.Select(r => r.Address));
    }

    [Theory]
    [InlineData("mail", 'd')]
    [InlineData("mail", 'r')]
    [InlineData("rcpt", 'a')]
    [InlineData("rcpt", 'd')]
    [InlineData("data", 'd')]
    public async Task Message_DecidedEarly_EndsAndTheNextOneBegins(string where, char answer)
    {
        var first = true;
        var handler = new ScriptedHandler
        {
            Hooks = MilterHooks.MailFrom | MilterHooks.Recipient | MilterHooks.Data,
            Early = step =>
            {
                if (!first || !step.StartsWith(where, StringComparison.Ordinal)) return MilterReply.Continue;
                first = false;
                return answer switch { 'd' => MilterReply.Discard, 'r' => MilterReply.Reject, _ => MilterReply.Accept };
            },
        };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        foreach (var (step, packet) in ((string, byte[])[])[("mail", Frames.MailFrom()), ("rcpt", Frames.Recipient()), ("data", Frames.Packet('T'))])
        {
            await peer.SendAsync(packet);
            Assert.Equal(step == where ? answer : 'c', (await peer.ReadAsync())?.Code);
            if (step == where) break;
        }
        await peer.SendAsync(Frames.Message());
        for (var i = 0; i < 3; i++) Assert.Equal('c', (await peer.ReadAsync())?.Code);
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(1, handler.Count);
        // It was answered, not given up.
        Assert.DoesNotContain(handler.Steps, s => s.StartsWith("abort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_WithAnImpossibleAnswer_IsDeferredAndTold()
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler { Hooks = MilterHooks.Connect, Early = _ => MilterReply.Discard });
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Offer(), Frames.Connect());
        await peer.ReadAsync();
        Assert.Equal(["t"], await peer.ReadAnswersAsync());
        await milter.IncidentAsync(MilterIncidentKind.NotPossible);
    }

    [Fact]
    public async Task Hook_ThatThrows_IsATemporaryFailure()
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler { Hooks = MilterHooks.MailFrom, Early = _ => throw new InvalidOperationException("ours") });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom());
        Assert.StartsWith("y451 4.3.0", (await peer.ReadAnswersAsync())[0], StringComparison.Ordinal);
        await milter.IncidentAsync(MilterIncidentKind.HandlerFailed);
    }
}
