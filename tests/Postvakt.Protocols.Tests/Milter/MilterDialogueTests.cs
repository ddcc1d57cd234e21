using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

/// <summary>Who is told what in a dialogue, and what belongs to whom.</summary>
public sealed class MilterDialogueTests
{
    [Fact]
    public async Task Recipient_PastTheLimit_IsRefusedForNow_WhereTheServerWaitsForAnAnswer()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxRecipients = 1 });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, steps: 0);
        await peer.SendAsync(Frames.MailFrom(), Frames.Recipient(), Frames.Recipient("<c@here.example>\0"), Frames.Recipient("<d@here.example>\0"), Frames.Packet('E'));
        foreach (var expected in (string[])["c", "c", "y452 4.5.3 Too many recipients|", "y452 4.5.3 Too many recipients|", "a"]) Assert.Equal([expected], await peer.ReadAnswersAsync());
        var seen = await handler.NextAsync();
        Assert.Equal(["b@here.example"], seen.Envelope.Recipients.Select(r => r.Address));
        Assert.True(seen.Message.TooManyRecipients);
        // Told once, however many come.
        Assert.Single(milter.Incidents(), i => i.Kind == MilterIncidentKind.LimitReached);
    }

    /// <summary>MAIL has 28 bytes, this RCPT 17.</summary>
    [Theory]
    [InlineData(45, true)]
    [InlineData(44, false)]
    public async Task Envelope_IsOfABoundedLength(int bytes, bool fits)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxEnvelopeBytes = bytes });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom("<a@client.example>\0SIZE=100\0"), Frames.Recipient("<b@here.example>\0"), Frames.Packet('E'));
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var seen = await handler.NextAsync();
        Assert.Equal((fits ? 1 : 0, !fits), (seen.Envelope.Recipients.Count, seen.Message.TooManyRecipients));
        Assert.Equal(fits ? [] : ["recipients past the limit were left out"], milter.Incidents().Select(i => i.Text));
    }

    [Fact]
    public async Task Recipient_ThatPassesTheBytesOfTheEnvelope_IsRefusedToo()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxEnvelopeBytes = 60 });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, steps: 0);
        await peer.SendAsync(Frames.MailFrom("<a@client.example>\0SIZE=100\0"), Frames.Recipient($"<{new string('l', 30)}@here.example>\0"), Frames.Recipient("<b@here.example>\0"), Frames.Packet('E'));
        foreach (var expected in (string[])["c", "y452 4.5.3 Too many recipients|", "c", "a"]) Assert.Equal([expected], await peer.ReadAnswersAsync());
        Assert.Equal(["b@here.example"], (await handler.NextAsync()).Envelope.Recipients.Select(r => r.Address));
    }

    /// <summary>MAIL has 28 bytes, these macros 4.</summary>
    [Theory]
    [InlineData(32, "y")]
    [InlineData(31, null)]
    public async Task Macros_OfARecipient_CountAsEnvelope(int bytes, string? value)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxEnvelopeBytes = bytes });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom("<a@client.example>\0SIZE=100\0"), Frames.Macros('R', "x\0y\0"), Frames.Packet('E'));
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(value, (await handler.NextAsync()).Envelope.Macros["x"]);
    }

    [Fact]
    public async Task Macros_OfARecipient_AreOfNobodyElse()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Macros('M', "i\0Q1\0"), Frames.MailFrom(), Frames.Macros('R', "{rcpt_addr}\0b\0"), Frames.Recipient(), Frames.Recipient("<c@here.example>\0"), Frames.Macros('R', "{rcpt_addr}\0d\0"),
            Frames.Packet('E'), Frames.MailFrom(), Frames.Recipient(), Frames.Packet('E'));
        for (var i = 0; i < 2; i++) Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var first = await handler.NextAsync();
        Assert.Equal(["b", null], first.Envelope.Recipients.Select(r => r.Macro("rcpt_addr")));
        Assert.Equal("Q1", first.Envelope.Macros["i"]);
        // Those of a message end with it.
        var second = await handler.NextAsync();
        Assert.Null(second.Envelope.Macros["i"]);
        Assert.Null(Assert.Single(second.Envelope.Recipients).Macro("rcpt_addr"));
        Assert.False(second.Message.TooManyRecipients);
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("helo")]
    [InlineData("mail")]
    public async Task Message_ThatIsGivenUp_IsTold_AndLeavesNothingForTheNext(string how)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom("<lost@client.example>\0"), Frames.Recipient("<lost@here.example>\0"), Frames.Header("Lost", " one"));
        await peer.SendAsync([.. how switch { "abort" => [Frames.Packet('A')], "helo" => [Frames.Helo("again.client.example")], _ => (byte[][])[] }, Frames.Message()]);
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var seen = await handler.NextAsync();
        Assert.Equal((Frames.Mail(), how == "helo" ? "again.client.example" : "mail.client.example", "a@client.example"), (seen.Mail, seen.Envelope.Helo, seen.Envelope.Sender!.Address));
        Assert.Equal("b@here.example", Assert.Single(seen.Envelope.Recipients).Address);
        Assert.Equal(["abort lost@client.example"], handler.Steps);
    }

    [Theory]
    [InlineData(MilterHooks.MailFrom)]
    [InlineData(MilterHooks.Recipient)]
    [InlineData(MilterHooks.Data)]
    public async Task Change_AtAnEarlyStep_IsNotPossible_AndTheMailIsDeferred(MilterHooks hook)
    {
        var handler = new ScriptedHandler { Hooks = hook, Early = _ => MilterReply.Accept.AddHeader("X-A", "v") };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(hook switch { MilterHooks.MailFrom => [Frames.MailFrom()], MilterHooks.Recipient => [Frames.MailFrom(), Frames.Recipient()], _ => [Frames.MailFrom(), Frames.Recipient(), Frames.Packet('T')] });
        Assert.Equal(["t"], await peer.ReadAnswersAsync());
        Assert.Equal("an early step was answered with a change or a discard that is not possible there", (await milter.IncidentAsync(MilterIncidentKind.NotPossible)).Text);
    }

    /// <summary>The handler is told at once, and what was held is free, though no other message begins.</summary>
    [Theory]
    [InlineData('A')]
    [InlineData('K')]
    [InlineData('H')]
    public async Task Message_ThatEndsEarly_IsGivenUpThere(char command)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, steps: 0);
        await peer.SendAsync(Frames.MailFrom(), Frames.Recipient(), Frames.Header("A", " b"));
        for (var i = 0; i < 3; i++) Assert.Equal(["c"], await peer.ReadAnswersAsync());
        Assert.Equal(1, milter.Server.OpenMessages);
        await peer.SendAsync(command switch { 'H' => [Frames.Helo()], 'K' => [Frames.Packet('K'), Frames.Connect("other.example")], _ => [Frames.Packet('A'), Frames.Text('U', "NOOP\0")] });
        Assert.Equal(["c"], await peer.ReadAnswersAsync());
        Assert.Equal(["abort a@client.example"], handler.Steps);
        Assert.Equal(0, milter.Server.OpenMessages);
    }

    [Fact]
    public async Task Header_WithoutAName_StaysAsItCame()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom(), Frames.Header("", " v"), Frames.Packet('E'));
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(": v\r\n\r\n", (await handler.NextAsync()).Mail);
    }

    [Theory]
    [InlineData(MilterActions.AddHeaders | MilterActions.Quarantine | MilterActions.ChooseMacros, 0x1u, "the mail server does not offer: Quarantine")]
    [InlineData(MilterActions.AddHeaders | MilterActions.Quarantine | MilterActions.ChooseMacros, 0x21u, null)]
    [InlineData(MilterActions.AddHeaders | MilterActions.Quarantine, Frames.AllActions, null)]
    public async Task Action_ThatTheServerDoesNotOffer_IsTold(MilterActions wanted, uint offered, string? told)
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler(), new() { Actions = wanted });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, actions: offered);
        await peer.SendAsync(Frames.Message());
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(told is null ? [] : [told], milter.Incidents().Select(i => i.Text));
    }

    [Fact]
    public async Task Macros_OfNoStage_AreNotAskedFor()
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler(), new() { WantedMacros = new Dictionary<MilterStage, string>() });
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Offer());
        var (_, data) = (await peer.ReadAsync())!.Value;
        Assert.Equal(12, data.Length);
        // SMFIF_SETSYMLIST
        Assert.Equal(0, data[6] & 0x1);
    }

    [Theory]
    [InlineData("O\0\0\0\u0006", "the negotiation is too short or of an old version")]
    [InlineData("M", "a MAIL command has no address")]
    [InlineData("R<b@here.example>", "a RCPT command has no address")]
    [InlineData("LName\0value", "a header command is malformed")]
    [InlineData("C", "a connect command is malformed")]
    [InlineData("D", "macros came without a stage")]
    [InlineData("Z", "an unknown command came")]
    [InlineData("T", "the command T came at the wrong step (Connected)")]
    public async Task Command_ThatIsBroken_IsTold(string command, string sentence)
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler());
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        byte[][] before = command[0] switch { 'O' => [], 'C' => [Frames.Offer()], 'R' or 'L' => [Frames.Offer(), Frames.Connect(), Frames.MailFrom()], _ => [Frames.Offer(), Frames.Connect()] };
        await peer.SendAsync(before);
        await peer.SendAsync(Frames.Text(command[0], command[1..]));
        Assert.Equal(sentence, (await milter.IncidentAsync(MilterIncidentKind.BrokenProtocol)).Text);
    }

    [Fact]
    public async Task Message_WithoutHeadersOrEndOfHeaders_IsAMailAllTheSame()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        // The last part of the body may come with the end.
        await peer.SendAsync(Frames.MailFrom(), Frames.Recipient(), Frames.Body("one "), Frames.Text('E', "two"), Frames.MailFrom(), Frames.Packet('E'));
        for (var i = 0; i < 2; i++) Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal("\r\none two", (await handler.NextAsync()).Mail);
        Assert.Equal("\r\n", (await handler.NextAsync()).Mail);
    }
}
