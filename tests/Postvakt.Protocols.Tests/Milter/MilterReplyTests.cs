using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class MilterReplyTests
{
    private static readonly MilterOptions Everything = new() { Actions = (MilterActions)0xff };

    public static TheoryData<string, string> Answers => new()
    {
        { "accept", "a" }, { "continue", "c" }, { "reject", "r" }, { "tempfail", "t" }, { "discard", "d" }, { "shutdown", "4" }, { "connfail", "f" },
        { "code", "y550-5.7.1 100%% sure|".Replace("|", "\r\n550 5.7.1 two|", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_OfEachKind_IsWrittenAsItsPacket(string name, string expected)
    {
        var reply = name switch
        {
            "accept" => MilterReply.Accept,
            "continue" => MilterReply.Continue,
            "reject" => MilterReply.Reject,
            "tempfail" => MilterReply.TempFail,
            "discard" => MilterReply.Discard,
            "shutdown" => MilterReply.Shutdown,
            "connfail" => MilterReply.ConnectionFailure,
            _ => MilterReply.WithCode(550, "5.7.1", "100% sure", "two"),
        };
        Assert.Equal([expected], await AnswersAsync(reply, Everything));
    }

    [Fact]
    public async Task Changes_AllNegotiated_AreSentInOrderBeforeTheAnswer()
    {
        var reply = MilterReply.Accept.AddHeader("X-A", "one").InsertHeader(1, "X-B", "two\r\n\tfolded").ChangeHeader("Subject", 1, "new").DeleteHeader("X-C", 2)
            .AddRecipient("<c@here.example>").AddRecipient("<d@here.example>", "NOTIFY=NEVER").DeleteRecipient("<b@here.example>").ChangeSender("<z@here.example>", "SIZE=1")
            .Quarantine("held for review").ReplaceBody("new body\r\n"u8.ToArray());
        Assert.Equal(["hX-A| one|", "i|||\u0001X-B| two\n\tfolded|", "m|||\u0001Subject| new|", "m|||\u0002X-C||", "+<c@here.example>|", "2<d@here.example>|NOTIFY=NEVER|",
            "-<b@here.example>|", "e<z@here.example>|SIZE=1|", "qheld for review|", "bnew body\r\n", "a"], await AnswersAsync(reply, Everything));
    }

    [Fact]
    public async Task AddHeader_WithoutLeadingSpaceNegotiated_LeavesTheSpaceToTheServer() =>
        Assert.Equal(["hX-A|one|", "a"], await AnswersAsync(MilterReply.Accept.AddHeader("X-A", "one"), Everything, steps: 0));

    [Theory]
    [InlineData("one", "hX-A| one|")]
    [InlineData(" one", "hX-A| one|")]
    [InlineData("\tone", "hX-A|\tone|")]
    public async Task AddHeader_WithLeadingSpaceNegotiated_HasOneInAnyCase(string value, string expected) =>
        Assert.Equal([expected, "a"], await AnswersAsync(MilterReply.Accept.AddHeader("X-A", value), Everything));

    [Fact]
    public async Task ReplaceBody_LargerThanAPacket_IsCutIntoChunks()
    {
        var body = new byte[65_535 * 2 + 10];
        var answers = await AnswersAsync(MilterReply.Accept.ReplaceBody(body), Everything);
        Assert.Equal([65_536, 65_536, 11, 1], answers.Select(a => a.Length));
    }

    [Fact]
    public async Task Changes_WithARefusal_AreNotSent() =>
        Assert.Equal(["r"], await AnswersAsync(MilterReply.Reject.AddHeader("X-A", "one"), Everything));

    [Fact]
    public async Task Change_NotOffered_IsDeferredAndTold()
    {
        var handler = new ScriptedHandler { Decide = (_, _, _) => new(MilterReply.Accept.AddHeader("X-A", "one").Quarantine("hold")) };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, actions: 0x1);
        await peer.SendAsync(Frames.Message());
        Assert.Equal(["t"], await peer.ReadAnswersAsync());
        Assert.Equal(MilterActions.AddHeaders, (await handler.NextAsync()).Message.Allowed);
        Assert.Contains("Quarantine", (await milter.IncidentAsync(MilterIncidentKind.NotPossible)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_NotAskedFor_GetsTheAnswerOfTheOptions() =>
        Assert.Equal(["r"], await AnswersAsync(MilterReply.Accept.ChangeSender("<x@here.example>"), new() { MissingActionReply = MilterReply.Reject }));

    [Fact]
    public void Texts_ThatWouldBreakTheProtocol_AreRefused()
    {
        Action[] wrong =
        [
            () => MilterReply.Accept.AddHeader("X A", "v"), () => MilterReply.Accept.AddHeader("X:A", "v"), () => MilterReply.Accept.AddHeader("", "v"),
            () => MilterReply.Accept.AddHeader("X-A", "v\r\nBcc: x"), () => MilterReply.Accept.AddHeader("X-A", "v\r"), () => MilterReply.Accept.AddHeader("X-A", "v\n"),
            () => MilterReply.Accept.AddHeader("X-A", "a\0b"), () => MilterReply.Accept.InsertHeader(-1, "X-A", "v"), () => MilterReply.Accept.AddHeader("X-A", new string('v', 65_535)),
            () => MilterReply.Accept.AddRecipient("a\0b"), () => MilterReply.Accept.Quarantine("a\r\nb"), () => MilterReply.Accept.ChangeSender("<a>", "x\ny"),
            () => MilterReply.WithCode(250, "2.0.0", "fine"), () => MilterReply.WithCode(600, "6.0.0", "x"), () => MilterReply.WithCode(550, "4.7.1", "x"),
            () => MilterReply.WithCode(550, "5.7", "x"), () => MilterReply.WithCode(550, "5.7.", "x"), () => MilterReply.WithCode(550, "5.7.1"),
            () => MilterReply.WithCode(550, "5.7.1", "a\r\n250 ok"), () => MilterReply.WithCode(550, "5.7.1", "ü"), () => MilterReply.WithCode(550, "5.7.1", new string('x', 491)),
            () => MilterReply.WithCode(550, "5.7.1", [.. Enumerable.Repeat("x", 33)]),
        ];
        Assert.All(wrong, action => Assert.ThrowsAny<ArgumentException>(action));
    }

    [Fact]
    public void Options_WithSeveralFaults_NameThemAll()
    {
        var options = new MilterOptions { MaxConnections = 0, MaxPacketBytes = 10, HandlerTime = TimeSpan.Zero };
        Assert.Equal(4, options.Check().Count);
        Assert.Throws<ArgumentException>(() => new MilterServer(options, new ScriptedHandler(), TimeProvider.System));
    }

    private static async Task<List<string>> AnswersAsync(MilterReply reply, MilterOptions options, uint steps = Frames.AllSteps)
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler { Decide = (_, _, _) => new(reply) }, options);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, steps | 0xf_f080u);
        await peer.SendAsync(Frames.Message());
        return await peer.ReadAnswersAsync();
    }
}
