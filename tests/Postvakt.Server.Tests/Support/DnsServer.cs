using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Server.Tests.Support;

/// <summary>
/// A DNS server on loopback that answers from a table, a record a line: "name TYPE ttl value". UDP, and TCP on the same port for what does not
/// fit. A test may hold answers back, or distort them.
/// </summary>
public sealed class DnsServer : IAsyncDisposable
{
    private const int UdpSize = 1232;
    private static readonly Dictionary<string, ushort> Types = new() { ["A"] = 1, ["CNAME"] = 5, ["SOA"] = 6, ["PTR"] = 12, ["MX"] = 15, ["TXT"] = 16, ["AAAA"] = 28 };

    private readonly Dictionary<string, List<(ushort Type, uint Ttl, byte[] Data, string Target)>> _zone = new(StringComparer.OrdinalIgnoreCase);
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private int _questions;

    public DnsServer(string zone)
    {
        foreach (var line in zone.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Add(line);
        (_udp, _tcp) = Bind();
        Address = (IPEndPoint)_udp.LocalEndPoint!;
        _loops = [UdpAsync(), TcpAsync()];
    }

    public IPEndPoint Address { get; }

    /// <summary>Questions that came in.</summary>
    public int Questions => Volatile.Read(ref _questions);

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Makes another reply of a reply; null: none is sent.</summary>
    public Func<byte[], byte[]?> Distort { get; set; } = reply => reply;

    /// <summary>Time to live of "there is none".</summary>
    public uint NegativeTtl { get; set; } = 60;

    public void Add(string line)
    {
        var parts = line.Split(' ', 4);
        if (!_zone.TryGetValue(parts[0], out var records)) _zone[parts[0]] = records = [];
        if (parts[1] == "NONE") return;
        records.Add((Types[parts[1]], uint.Parse(parts[2], CultureInfo.InvariantCulture), Data(parts[1], parts[3]), parts[3]));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Stop();
        await Task.WhenAll(_loops);
        _stop.Dispose();
    }

    /// <summary>The same number for UDP and TCP.</summary>
    private static (Socket, TcpListener) Bind()
    {
        for (var attempt = 0; ; attempt++)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var tcp = new TcpListener((IPEndPoint)udp.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException) when (attempt < 20)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private async Task UdpAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                _ = ReplyAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ReplyAsync(byte[] query, EndPoint peer)
    {
        try
        {
            Interlocked.Increment(ref _questions);
            await Gate;
            var reply = Answer(query);
            if (reply.Length > UdpSize) reply = Truncated(query);
            if (Distort(reply) is { } sent) await _udp.SendToAsync(sent, peer, _stop.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task TcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _stop.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                var reply = Answer(query);
                BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
                await stream.WriteAsync((byte[])[.. length, .. reply], _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or InvalidOperationException or SocketException or IOException)
        {
        }
    }

    private byte[] Answer(byte[] query)
    {
        var (name, type, end) = Question(query);
        var answers = new List<byte[]>();
        var known = _zone.ContainsKey(name);
        for (var hops = 0; hops < 8 && _zone.TryGetValue(name, out var records); hops++)
        {
            answers.AddRange(records.Where(r => r.Type == type).Select(r => Record(name, r.Type, r.Ttl, r.Data)));
            if (records.Find(r => r.Type == Types["CNAME"]) is not { Data: not null } alias) break;
            answers.Add(Record(name, alias.Type, alias.Ttl, alias.Data));
            name = alias.Target;
        }
        byte[] authority = answers.Count > 0 ? [] : Record("example", Types["SOA"], NegativeTtl, [.. Name("ns.example"), .. Name("h.example"), .. Numbers(1, 2, 3, 4, NegativeTtl)]);
        byte[] reply = [.. query[..end], .. answers.SelectMany(a => a), .. authority];
        Head(reply, (ushort)(known ? 0x8180 : 0x8183), answers.Count, authority.Length > 0 ? 1 : 0);
        return reply;
    }

    private static byte[] Truncated(byte[] query)
    {
        var reply = query[..Question(query).End];
        Head(reply, 0x8380, 0, 0);
        return reply;
    }

    private static void Head(byte[] reply, ushort flags, int answers, int authorities)
    {
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(2), flags);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(6), (ushort)answers);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(8), (ushort)authorities);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(10), 0);
    }

    private static (string Name, ushort Type, int End) Question(byte[] query)
    {
        var labels = new List<string>();
        var at = 12;
        for (; query[at] > 0; at += query[at] + 1) labels.Add(Encoding.ASCII.GetString(query, at + 1, query[at]));
        return (string.Join('.', labels), BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(at + 1)), at + 5);
    }

    private static byte[] Record(string name, ushort type, uint ttl, byte[] data)
    {
        byte[] head = [.. Name(name), 0, (byte)type, 0, 1, .. Numbers(ttl), (byte)(data.Length >> 8), (byte)data.Length];
        return [.. head, .. data];
    }

    private static byte[] Data(string type, string value) => type switch
    {
        "A" or "AAAA" => IPAddress.Parse(value).GetAddressBytes(),
        "TXT" => [.. Encoding.UTF8.GetBytes(value).Chunk(255).SelectMany(c => (byte[])[(byte)c.Length, .. c])],
        "MX" => [0, byte.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture), .. Name(value.Split(' ')[1])],
        _ => Name(value),
    };

    private static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]), 0];

    private static byte[] Numbers(params uint[] numbers) => [.. numbers.SelectMany(n => (byte[])[(byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n])];
}
