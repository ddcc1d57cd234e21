using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Postvakt.Authentication;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Resolving;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Resolving;

public sealed class DnsResolverTests
{
    private static readonly string Long = string.Concat(Enumerable.Range(0, 600).Select(i => $"{i:0000}."));

    private static DnsServer Server() => new($"""
        firm.example A 300 192.0.2.1
        firm.example A 300 192.0.2.2
        firm.example AAAA 300 2001:db8::1
        firm.example TXT 300 v=spf1 -all
        firm.example TXT 300 {new string('t', 400)}
        firm.example MX 300 20 second.firm.example
        firm.example MX 300 10 First.firm.example
        nomail.example MX 300 0 .
        long.example TXT 300 {Long}
        1.2.0.192.in-addr.arpa PTR 300 host.firm.example
        alias.example CNAME 300 firm.example
        ring1.example CNAME 300 ring2.example
        ring2.example CNAME 300 ring1.example
        short.example A 10 192.0.2.9
        now.example A 0 192.0.2.9
        forever.example A 4000000 192.0.2.9
        empty.example NONE
        """);

    [Theory]
    [InlineData("firm.example", DnsKind.A, DnsOutcome.Found, "192.0.2.1 192.0.2.2")]
    [InlineData("firm.example", DnsKind.Aaaa, DnsOutcome.Found, "2001:db8::1")]
    [InlineData("firm.example", DnsKind.Mx, DnsOutcome.Found, "first.firm.example second.firm.example")]
    [InlineData("nomail.example", DnsKind.Mx, DnsOutcome.Found, "")]
    [InlineData("1.2.0.192.in-addr.arpa", DnsKind.Ptr, DnsOutcome.Found, "host.firm.example")]
    [InlineData("alias.example", DnsKind.A, DnsOutcome.Found, "192.0.2.1 192.0.2.2")]
    [InlineData("ring1.example", DnsKind.A, DnsOutcome.NoData, "")]
    [InlineData("empty.example", DnsKind.Txt, DnsOutcome.NoData, "")]
    [InlineData("missing.example", DnsKind.Txt, DnsOutcome.NoSuchName, "")]
    [InlineData("a+b=c!#.example", DnsKind.A, DnsOutcome.NoSuchName, "")]
    [InlineData("_dmarc.firm.example", DnsKind.Txt, DnsOutcome.NoSuchName, "")]
    public async Task Question_GetsItsAnswer(string name, DnsKind kind, DnsOutcome outcome, string values)
    {
        await using var server = Server();
        using var resolver = Resolver(TimeProvider.System, server.Address);
        var answer = await AskAsync(resolver, name, kind);
        Assert.Equal((outcome, values), (answer.Outcome, string.Join(' ', answer.Addresses.Select(a => a.ToString()).Concat(answer.Texts))));
    }

    [Fact]
    public async Task Texts_AreJoined_AndComeByTcpWhenLong()
    {
        await using var server = Server();
        using var resolver = Resolver(TimeProvider.System, server.Address);
        Assert.Equal(["v=spf1 -all", new string('t', 400)], (await AskAsync(resolver, "firm.example", DnsKind.Txt)).Texts);
        Assert.Equal([Long], (await AskAsync(resolver, "long.example", DnsKind.Txt)).Texts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a..example")]
    [InlineData("label-of-more-than-sixty-three-characters-that-no-name-server-will-ever-take.example")]
    public async Task Name_ThatCannotBe_DoesNotThrow(string name)
    {
        await using var server = Server();
        using var resolver = Resolver(TimeProvider.System, server.Address);
        Assert.NotEqual(DnsOutcome.Found, (await AskAsync(resolver, name, DnsKind.A)).Outcome);
        Assert.NotEqual(DnsOutcome.Found, (await AskAsync(resolver, string.Join('.', Enumerable.Repeat("abcdefgh", 40)), DnsKind.A)).Outcome);
    }

    [Theory]
    [InlineData("short.example", DnsOutcome.Found, 9, 11)]
    [InlineData("now.example", DnsOutcome.Found, 4, 6)]
    [InlineData("forever.example", DnsOutcome.Found, 3590, 3610)]
    [InlineData("missing.example", DnsOutcome.NoSuchName, 59, 61)]
    [InlineData("empty.example", DnsOutcome.NoData, 59, 61)]
    public async Task Answer_IsKeptForItsTime(string name, DnsOutcome outcome, int within, int after)
    {
        await using var server = Server();
        var clock = new ManualClock();
        using var resolver = Resolver(clock, server.Address);
        Assert.Equal(outcome, (await AskAsync(resolver, name, DnsKind.A)).Outcome);
        clock.Advance(TimeSpan.FromSeconds(within));
        Assert.Equal(outcome, (await AskAsync(resolver, name, DnsKind.A)).Outcome);
        Assert.Equal(1, server.Questions);
        clock.Advance(TimeSpan.FromSeconds(after - within));
        Assert.Equal(outcome, (await AskAsync(resolver, name, DnsKind.A)).Outcome);
        Assert.Equal(2, server.Questions);
    }

    [Fact]
    public async Task NegativeAnswer_OfADay_IsKeptForAQuarterOfAnHour()
    {
        await using var server = Server();
        server.NegativeTtl = 86_400;
        var clock = new ManualClock();
        using var resolver = Resolver(clock, server.Address);
        await AskAsync(resolver, "missing.example", DnsKind.A);
        clock.Advance(TimeSpan.FromMinutes(16));
        await AskAsync(resolver, "missing.example", DnsKind.A);
        Assert.Equal(2, server.Questions);
    }

    [Fact]
    public async Task SameQuestion_OfManyAtOnce_IsAskedOnce_AndOutlivesTheFirst()
    {
        await using var server = Server();
        var gate = new TaskCompletionSource();
        server.Gate = gate.Task;
        using var resolver = Resolver(TimeProvider.System, TimeSpan.FromSeconds(30), server.Address);
        using var gone = new CancellationTokenSource();
        var first = resolver.AskAsync(DnsQuestion.Of("firm.example", DnsKind.A), gone.Token).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => AskAsync(resolver, "firm.example", DnsKind.A)).ToArray();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.All(await Task.WhenAll(others), a => Assert.Equal(DnsOutcome.Found, a.Outcome));
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task DeadResolver_IsNoAnswer_AndTheNextOneIsAsked()
    {
        using var dead = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        dead.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var server = Server();
        using var alone = Resolver(TimeProvider.System, TimeSpan.FromMilliseconds(200), (IPEndPoint)dead.LocalEndPoint!);
        Assert.Equal(DnsOutcome.Failed, (await AskAsync(alone, "firm.example", DnsKind.A)).Outcome);
        using var both = Resolver(TimeProvider.System, TimeSpan.FromSeconds(8), (IPEndPoint)dead.LocalEndPoint!, server.Address);
        Assert.Equal(DnsOutcome.Found, (await AskAsync(both, "firm.example", DnsKind.A)).Outcome);
    }

    [Fact]
    public async Task Failure_IsNotKept()
    {
        await using var server = Server();
        server.Distort = reply => Flags(reply, 0x8182);
        using var resolver = Resolver(TimeProvider.System, server.Address);
        Assert.Equal(DnsOutcome.Failed, (await AskAsync(resolver, "firm.example", DnsKind.A)).Outcome);
        server.Distort = reply => reply;
        Assert.Equal(DnsOutcome.Found, (await AskAsync(resolver, "firm.example", DnsKind.A)).Outcome);
    }

    [Fact]
    public async Task LostDatagram_IsAskedAgain()
    {
        await using var server = Server();
        var replies = 0;
        server.Distort = reply => Interlocked.Increment(ref replies) == 1 ? null : reply;
        using var resolver = Resolver(TimeProvider.System, TimeSpan.FromSeconds(8), server.Address);
        Assert.Equal(DnsOutcome.Found, (await AskAsync(resolver, "firm.example", DnsKind.A)).Outcome);
    }

    public static TheoryData<string> Lies => [.. Distortions.Keys];

    private static readonly Dictionary<string, Func<byte[], byte[]>> Distortions = new()
    {
        ["nothing"] = _ => [],
        ["one byte"] = _ => [1],
        ["half of the header"] = reply => reply[..6],
        ["rubbish"] = reply => [.. reply[..2], .. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))],
        ["cut in a record"] = reply => reply[..^3],
        ["no records, many counted"] = reply => Count(reply[..30], 5),
        ["65,535 answers counted"] = reply => Count(reply, 65_535),
        ["record longer than the answer"] = reply => [.. reply[..^402], 0xFF, 0xFF, .. reply[^400..]],
        ["string longer than its record"] = reply => [.. reply[..^145], 0xFF, .. reply[^144..]],
        ["name that points at itself"] = reply => [.. reply[..30], 0xC0, 30, 0, 16, 0, 1, 0, 0, 0, 1, 0, 1, 0],
        ["names that point at each other"] = reply => [.. reply[..30], 0xC0, 32, 0xC0, 30, 0, 16, 0, 1, 0, 0, 0, 1, 0, 1, 0],
        ["name that points outside"] = reply => [.. reply[..30], 0xFF, 0xFF, 0, 16, 0, 1, 0, 0, 0, 1, 0, 1, 0],
        ["another id"] = reply => [(byte)~reply[0], .. reply[1..]],
        ["another question"] = reply => [.. reply[..13], (byte)'x', .. reply[14..]],
        ["server failure"] = reply => Flags(reply, 0x8182),
        ["refused"] = reply => Flags(reply, 0x8185),
        ["a question instead of an answer"] = reply => Flags(reply, 0x0100),
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task ResolverThatLies_NeverThrows_AndIsNotBelieved(string lie)
    {
        await using var server = Server();
        server.Distort = Distortions[lie];
        using var resolver = Resolver(TimeProvider.System, TimeSpan.FromMilliseconds(400), server.Address);
        var answer = await AskAsync(resolver, "firm.example", DnsKind.Txt);
        Assert.True(answer.Outcome != DnsOutcome.Found || answer.Texts.Contains("v=spf1 -all"), $"{answer.Outcome} {answer.Texts.Count}");
        server.Distort = reply => reply;
        using var patient = Resolver(TimeProvider.System, server.Address);
        Assert.Equal(DnsOutcome.Found, (await AskAsync(patient, "firm.example", DnsKind.A)).Outcome);
    }

    private static byte[] Flags(byte[] reply, ushort flags)
    {
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(2), flags);
        return reply;
    }

    private static byte[] Count(byte[] reply, ushort answers)
    {
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(6), answers);
        return reply;
    }

    private static DnsResolver Resolver(TimeProvider clock, params IPEndPoint[] servers) => Resolver(clock, TimeSpan.FromSeconds(20), servers);

    private static DnsResolver Resolver(TimeProvider clock, TimeSpan time, params IPEndPoint[] servers) => new(new ResolverOptions { Servers = servers, QueryTime = time }, clock);

    private static Task<DnsAnswer> AskAsync(DnsResolver resolver, string name, DnsKind kind) => resolver.AskAsync(DnsQuestion.Of(name, kind), TestContext.Current.CancellationToken).AsTask();
}
