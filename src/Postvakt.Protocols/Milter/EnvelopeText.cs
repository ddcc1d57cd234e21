using System.Buffers.Binary;

namespace Postvakt.Protocols.Milter;

/// <summary>Reads the texts of the connect, MAIL and RCPT commands.</summary>
internal static class EnvelopeText
{
    /// <summary>Host name, NUL, a letter for the family, then port and address unless the family is unknown. Null if that is not what came.</summary>
    public static MilterClient? Client(ReadOnlySpan<byte> data)
    {
        if (!WireText.TryTake(ref data, out var host) || data.IsEmpty) return null;
        var family = data[0] switch
        {
            (byte)'4' => MilterFamily.IPv4,
            (byte)'6' => MilterFamily.IPv6,
            (byte)'L' => MilterFamily.Unix,
            _ => MilterFamily.Unknown,
        };
        var name = WireText.Decode(host);
        if (family == MilterFamily.Unknown) return MilterClient.Nobody with { HostName = name };
        data = data[1..];
        if (data.Length < 2) return null;
        var port = BinaryPrimitives.ReadUInt16BigEndian(data);
        data = data[2..];
        if (!WireText.TryTake(ref data, out var address)) return null;
        var text = WireText.Decode(address);
        // Sendmail writes IPv6 as in an address literal (RFC 5321 4.1.3).
        if (family == MilterFamily.IPv6 && text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)) text = text[5..];
        return new(name, family, text, port);
    }

    /// <summary>The address and its arguments, each ended by NUL; null if there is no address.</summary>
    public static MilterMailbox? Mailbox(ReadOnlySpan<byte> data, byte[]? macros)
    {
        if (!WireText.TryTake(ref data, out var address)) return null;
        List<string>? arguments = null;
        while (WireText.TryTake(ref data, out var argument))
            if (!argument.IsEmpty) (arguments ??= []).Add(WireText.Decode(argument));
        if (address is [(byte)'<', .., (byte)'>']) address = address[1..^1];
        return new(WireText.Decode(address), arguments ?? (IReadOnlyList<string>)[]) { Macros = macros };
    }

    /// <summary>The text before the first NUL, or all of it.</summary>
    public static string First(ReadOnlySpan<byte> data)
    {
        var rest = data;
        return WireText.Decode(WireText.TryTake(ref rest, out var text) ? text : data);
    }
}
