using System.Net;
using System.Net.Sockets;

namespace Postvakt.Mql.Execution;

/// <summary>beta.ip_in with networks that are known beforehand: one look-up for each length of prefix among them.</summary>
internal sealed class IpInCode : Condition
{
    private readonly Code _address;
    private readonly (int Length, HashSet<UInt128> Networks)[] _prefixes;

    /// <param name="networks">Addresses, or networks with the length of their prefix; what is neither is in none.</param>
    public IpInCode(Code address, IEnumerable<string> networks)
    {
        _address = address;
        _prefixes = [.. networks.Select(Parse).OfType<(UInt128 Bits, int Length)>().GroupBy(n => n.Length).Select(g => (g.Key, g.Select(n => Masked(n.Bits, n.Length)).ToHashSet()))];
    }

    protected override Truth Evaluate(Frame frame)
    {
        var value = _address.Value(frame);
        if (value.IsMissing) return Truth.Unknown(value.Why!);
        if (value.Text is not { } text || Parse(text) is not { Length: 128 } address) return Truth.Null;
        foreach (var (length, networks) in _prefixes)
            if (networks.Contains(Masked(address.Bits, length))) return Truth.True;
        return Truth.False;
    }

    /// <summary>IPv4 as it is mapped into IPv6.</summary>
    private static (UInt128 Bits, int Length)? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address)) return null;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var length = most;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out length) || length > most)) return null;
        var bytes = address.MapToIPv6().GetAddressBytes();
        return (System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), length + 128 - most);
    }

    private static UInt128 Masked(UInt128 bits, int length) => length == 0 ? 0 : bits & (UInt128.MaxValue << (128 - length));
}
