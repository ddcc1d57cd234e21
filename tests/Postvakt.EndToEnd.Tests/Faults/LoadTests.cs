using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Faults;

/// <summary>Much of everything: idle connections and a mail larger than memory should bear. Small here, whole with POSTVAKT_TEST_LONG.</summary>
public sealed class LoadTests : IDisposable
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 };
    private readonly Workplace _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task IdleConnections_CostLittle_AndMailPasses()
    {
        // Half of each kind. A process may have 20,000 handles on many systems; both ends are of different processes.
        var each = Long ? 5_000 : 300;
        await using var next = await PostfixInstance.StartAsync();
        await using var serve = await ServeAsync(next.Port);
        await using var gate = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}");
        await SendAsync(gate.Port, Small());
        await SendAsync(serve.Listeners[1].Port, Small());
        var before = Kilobytes(serve, "smaps_rollup", "Pss_Anon");
        var idle = new List<Socket>();
        for (var i = 0; i < each; i++) idle.Add(await MilterAsync(serve.Listeners[0], i));
        for (var i = 0; i < each; i++) idle.Add(await SmtpAsync(serve.Listeners[1], i));
        await SendAsync(gate.Port, Small());
        await SendAsync(serve.Listeners[1].Port, Small());
        var open = (await GatewayPlace.MetricsAsync(serve)).Split('\n').First(l => l.StartsWith("postvakt_connections ", StringComparison.Ordinal));
        Assert.True(int.Parse(open.Split(' ')[1], CultureInfo.InvariantCulture) >= idle.Count);
        var grown = Kilobytes(serve, "smaps_rollup", "Pss_Anon") - before;
        Tell($"{idle.Count} idle connections: {grown} KiB, {grown / (double)idle.Count:0.0} KiB each");
        foreach (var socket in idle) socket.Dispose();
    }

    [Fact]
    public async Task HugeMail_PassesWhole_ThroughMilterAndHop_AndMemoryStaysSmall()
    {
        var blocks = Long ? 500 : 80;
        string[] size = ["message_size_limit = 700000000"];
        await using var next = await PostfixInstance.StartAsync(null, null, size);
        await using var serve = await ServeAsync(next.Port);
        await using var gate = await PostfixInstance.StartAsync($"inet:{serve.Listeners[0]}", null, size);
        foreach (var (port, arrives) in ((int, PostfixInstance)[])[(gate.Port, gate), (serve.Listeners[1].Port, next)])
        {
            Assert.StartsWith("250", await SendAsync(port, Huge(blocks)), StringComparison.Ordinal);
            await Eventually.TrueAsync(() => GatewayPlace.Queued(arrives).Length == 1);
            Tell($"{blocks} MiB: peak memory {Kilobytes(serve, "status", "VmHWM") / 1024} MiB");
            Assert.Equal(Digest(blocks), await arrives.BodyDigestAsync(GatewayPlace.Queued(arrives)[0]));
        }
        Assert.InRange(Kilobytes(serve, "status", "VmHWM"), 0, 300 << 10);
        // Past limits.message a mail is judged by its beginning, and that is said.
        Assert.Contains("verdict=\"undetermined\"", await GatewayPlace.MetricsAsync(serve), StringComparison.Ordinal);
    }

    private static byte[] Block { get; } = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("The pallets arrive on Tuesday; the invoice follows by post, ok\r\n", (1 << 20) / 64)));

    private static IEnumerable<byte[]> Small() => [Encoding.ASCII.GetBytes(Mails.Plain(1).ReplaceLineEndings("\r\n"))];

    private static IEnumerable<byte[]> Huge(int blocks) =>
        [Encoding.ASCII.GetBytes("From: a@outside.example\r\nTo: b@lovhaga.example\r\nSubject: Large\r\nMessage-ID: <large@outside.example>\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\n\r\n"), .. Enumerable.Repeat(Block, blocks)];

    private static string Digest(int blocks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(Block).ReplaceLineEndings("\n"));
        for (var i = 0; i < blocks; i++) hash.AppendData(lines);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Task<ServeProcess> ServeAsync(int next) => ServeProcess.StartAsync(_work.Folder, _work.Data, $"""
        mode: observe
        milter:
          - address: 127.0.0.1:0
        smtp:
          - address: 127.0.0.1:0
            next_hop: 127.0.0.1:{next}
        http: 127.0.0.1:0

        """);

    private static async Task<string> SendAsync(int port, IEnumerable<byte[]> blocks)
    {
        await using var dialogue = await SmtpDialogue.OpenAsync(port);
        await dialogue.SayAsync("EHLO client.example");
        var reply = await dialogue.SendAsync("a@outside.example", "b@lovhaga.example", blocks);
        Assert.StartsWith("250", reply, StringComparison.Ordinal);
        return reply;
    }

    private static async Task<Socket> MilterAsync(IPEndPoint to, int number)
    {
        var socket = await ConnectAsync(to, number);
        // Negotiation: length, 'O', version 6, all actions, all steps.
        var offer = new byte[17];
        BinaryPrimitives.WriteInt32BigEndian(offer, 13);
        offer[4] = (byte)'O';
        BinaryPrimitives.WriteInt32BigEndian(offer.AsSpan(5), 6);
        BinaryPrimitives.WriteInt32BigEndian(offer.AsSpan(9), 0x1ff);
        BinaryPrimitives.WriteInt32BigEndian(offer.AsSpan(13), 0x1fffff);
        await socket.SendAsync(offer);
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[512]));
        return socket;
    }

    private static async Task<Socket> SmtpAsync(IPEndPoint to, int number)
    {
        var socket = await ConnectAsync(to, number);
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[512]));
        await socket.SendAsync(Encoding.ASCII.GetBytes("EHLO client.example\r\n"));
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[1024]));
        return socket;
    }

    /// <summary>From one of some addresses of loopback: one address may have no more than a thousand.</summary>
    private static async Task<Socket> ConnectAsync(IPEndPoint to, int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % 20))]), 0));
        await socket.ConnectAsync(to);
        return socket;
    }

    private static long Kilobytes(ServeProcess serve, string file, string field) => long.Parse(
        File.ReadLines($"/proc/{serve.Id}/{file}").First(l => l.StartsWith(field + ":", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);

    private static void Tell(string what) => TestContext.Current.TestOutputHelper?.WriteLine(what);
}
