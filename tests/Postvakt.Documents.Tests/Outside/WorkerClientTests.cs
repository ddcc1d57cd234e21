using System.Buffers.Binary;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Tests.Archives;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Outside;

public sealed class WorkerClientTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly byte[] Note = CabReaderTests.Mixed(700);
    private static readonly byte[] Archive = PackMaker.SevenZip(("one.bin", Note));

    private static void Honest(Stream input, Stream output)
    {
        using var parsers = new LibraryParsers(null);
        WorkerLoop.Run(input, output, parsers);
    }

    private static Unpacked Ask(WorkerClient client) => client.Unpack(FileKind.SevenZip, Archive, null, 1 << 20, Minute);

    private static Unpacked AskOne(params Action<Stream, Stream>[] bodies)
    {
        using var client = new WorkerClient(new ThreadStarter(bodies), 1, TimeProvider.System);
        return Ask(client);
    }

    /// <summary>Starts, and reads a request to its end, so that the client gets to reading.</summary>
    private static void Swallow(Stream input, Stream? ready = null)
    {
        ready?.WriteByte(WorkerProtocol.Ready);
        var head = new byte[8];
        input.ReadExactly(head);
        input.ReadExactly(new byte[(int)BinaryPrimitives.ReadInt64LittleEndian(head)]);
    }

    [Fact]
    public void Request_ToAnHonestWorker_IsAnswered()
    {
        var unpacked = AskOne(Honest);
        Assert.Equal((UnpackOutcome.Done, "one.bin", 700L), (unpacked.Outcome, unpacked.Files.Single().Name, unpacked.Files.Single().Size));
        Assert.Equal(Note, unpacked.Files.Single().Content);
    }

    [Fact]
    public void Likeness_OverTheWire_IsTheSameAsInProcess()
    {
        using var parsers = new LibraryParsers(null);
        using var client = new WorkerClient(new ThreadStarter(Honest), 1, TimeProvider.System);
        var picture = BitmapMaker.Slope(64, 48);
        Assert.NotNull(parsers.Likeness(picture, Minute));
        Assert.Equal(parsers.Likeness(picture, Minute), client.Likeness(picture, Minute));
        Assert.Null(client.Likeness(Note, Minute));
    }

    [Fact]
    public void Matches_OverTheWire_KeepAllTheirParts()
    {
        var match = new YaraMatch("rule", "space", ["one", "two"], "words");
        using var client = new WorkerClient(new ThreadStarter((i, o) => WorkerLoop.Run(i, o, new FixedParsers(match))), 1, TimeProvider.System);
        var answer = Assert.Single(client.Match(Note, Minute).Matches);
        Assert.Equal(("rule", "space", "words"), (answer.Rule, answer.Namespace, answer.Description));
        Assert.Equal(["one", "two"], answer.Tags);
    }

    [Fact]
    public void Worker_IsUsedAgain()
    {
        var starter = new ThreadStarter(Honest);
        using var client = new WorkerClient(starter, 1, TimeProvider.System);
        for (var i = 0; i < 5; i++) Ask(client);
        Assert.Single(starter.Started);
    }

    [Fact]
    public void Worker_AfterManyRequests_IsReplaced()
    {
        var starter = new ThreadStarter(Honest);
        using var client = new WorkerClient(starter, 1, TimeProvider.System);
        for (var i = 0; i < 201; i++) client.Likeness(Note, Minute);
        Assert.Equal(2, starter.Started.Count);
        Assert.True(starter.Started[0].Killed);
    }

    [Fact]
    public void Worker_ThatDies_IsBrokenAndTheNextRequestGetsAFreshOne()
    {
        using var client = new WorkerClient(new ThreadStarter((i, o) => Swallow(i, o), Honest), 1, TimeProvider.System);
        Assert.Equal(UnpackOutcome.Broken, Ask(client).Outcome);
        Assert.Equal(UnpackOutcome.Done, Ask(client).Outcome);
    }

    [Fact]
    public void Worker_ThatDiedWhileIdle_CostsNoAnswer()
    {
        var starter = new ThreadStarter(Honest);
        using var client = new WorkerClient(starter, 1, TimeProvider.System);
        Ask(client);
        starter.Started[0].Kill();
        Assert.Equal(UnpackOutcome.Done, Ask(client).Outcome);
    }

    [Fact]
    public void Worker_ThatHangs_IsKilledAtItsDeadline()
    {
        var clock = new HandClock();
        var starter = new ThreadStarter(
            (i, o) =>
            {
                Swallow(i, o);
                clock.GoOff();
                Swallow(i);
            },
            Honest);
        using var client = new WorkerClient(starter, 1, clock);
        Assert.Equal(UnpackOutcome.Limit, Ask(client).Outcome);
        Assert.True(starter.Started[0].Killed);
        Assert.Equal(UnpackOutcome.Done, Ask(client).Outcome);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFF7F")] // A frame of eight exabytes.
    [InlineData("FFFFFFFFFFFFFFFF")] // A frame of less than nothing.
    [InlineData("0900000000000000FF00000000000000FF")] // An outcome that there is not.
    [InlineData("0900000000000000000000000000FFFF7F")] // Two thousand million files, of which none comes.
    [InlineData("1D0000000000000000000000000100000000000000000000000000000000FFFFFF7F")] // A file longer than its frame.
    [InlineData("0A000000000000000000000000000000000000")] // More than an answer.
    public void Worker_ThatTalksNonsense_IsBroken(string answer)
    {
        var unpacked = AskOne((i, o) =>
        {
            Swallow(i, o);
            o.Write(Convert.FromHexString(answer));
            o.Write(new byte[64]);
        });
        Assert.Equal((UnpackOutcome.Broken, 0), (unpacked.Outcome, unpacked.Files.Count));
    }

    [Fact]
    public void Worker_ThatBabblesWithoutEnd_IsBroken()
    {
        var unpacked = AskOne((i, o) =>
        {
            o.WriteByte(WorkerProtocol.Ready);
            while (true) o.Write(new byte[4096].Select(_ => (byte)0x41).ToArray());
        });
        Assert.Equal(UnpackOutcome.Broken, unpacked.Outcome);
    }

    [Fact]
    public void Worker_ThatGivesMoreThanAllowed_IsBroken()
    {
        using var client = new WorkerClient(new ThreadStarter((i, o) => WorkerLoop.Run(i, o, new FixedParsers(null) { Content = new byte[5000] })), 1, TimeProvider.System);
        Assert.Equal(UnpackOutcome.Broken, client.Unpack(FileKind.SevenZip, Archive, null, 4000, Minute).Outcome);
    }

    [Fact]
    public void Starter_ThatFails_IsBroken()
    {
        using var client = new WorkerClient(new ThreadStarter(), 1, TimeProvider.System);
        Assert.Equal(UnpackOutcome.Broken, Ask(client).Outcome);
    }

    [Fact]
    public void Request_WithoutTimeLeft_IsALimitAndStartsNothing()
    {
        var starter = new ThreadStarter(Honest);
        using var client = new WorkerClient(starter, 1, TimeProvider.System);
        Assert.Equal(UnpackOutcome.Limit, client.Unpack(FileKind.SevenZip, Archive, null, 1 << 20, TimeSpan.Zero).Outcome);
        Assert.Empty(starter.Started);
    }

    [Fact]
    public void Requests_FromManyThreads_ShareTheWorkersThereMayBe()
    {
        var starter = new ThreadStarter(Honest);
        using var client = new WorkerClient(starter, 2, TimeProvider.System);
        var wrong = 0;
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            if (Ask(client).Files is not [{ Content.Length: 700 }]) Interlocked.Increment(ref wrong);
        });
        Assert.Equal(0, wrong);
        Assert.InRange(starter.Started.Count, 1, 2);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFF7F00")]
    [InlineData("0100000000000000")]
    [InlineData("1D000000000000000900000000FFFFFFFF00000000000000000000000000000000FFFFFF7F")]
    [InlineData("010203")]
    public void Loop_OnWhatIsNoRequest_Ends(string input)
    {
        using var output = new MemoryStream();
        WorkerLoop.Run(new MemoryStream(Convert.FromHexString(input)), output, new FixedParsers(null));
        Assert.Equal([WorkerProtocol.Ready], output.ToArray());
    }

    [Fact]
    public void Worker_ThatDiesOverTheRules_IsAFaultOfTheAnswer()
    {
        using var client = new WorkerClient(new ThreadStarter((i, o) => Swallow(i, o)), 1, TimeProvider.System);
        Assert.Equal("the worker died", client.Match(Note, Minute).Fault);
    }

    [Fact]
    public void Fault_OfTheRules_ComesOverTheWire()
    {
        using var client = new WorkerClient(new ThreadStarter((i, o) => WorkerLoop.Run(i, o, new FixedParsers(null) { Fault = "not done in time" })), 1, TimeProvider.System);
        Assert.Equal("not done in time", client.Match(Note, Minute).Fault);
    }

    [Fact]
    public void Worker_ThatNeverGetsReady_IsKilled()
    {
        var clock = new HandClock();
        var starter = new ThreadStarter((i, _) =>
        {
            clock.GoOff();
            i.ReadByte();
        });
        using var client = new WorkerClient(starter, 1, clock);
        // The timer may be set only after the worker ran: another thread lets it go off until it is heard.
        var over = false;
        var ring = new Thread(() =>
        {
            while (!Volatile.Read(ref over)) clock.GoOff();
        });
        ring.Start();
        Assert.Equal("no worker gets ready", Ask(client).Fault);
        Volatile.Write(ref over, true);
        ring.Join();
        Assert.True(starter.Started[0].Killed);
    }

    [Fact]
    public void Client_ThatIsPrepared_HasAWorkerForTheFirstRequest()
    {
        var starter = new ThreadStarter(Honest);
        using var client = new WorkerClient(starter, 1, TimeProvider.System);
        client.Prepare();
        client.Prepare();
        Assert.Single(starter.Started);
        Assert.Equal(UnpackOutcome.Done, Ask(client).Outcome);
        Assert.Single(starter.Started);
    }
}
