using System.Net.Sockets;

namespace Postvakt.Protocols.Milter;

/// <summary>
/// Where silence was negotiated, no answer carries the acknowledgement of what came, and the kernel delays it by 40 ms. A mail server that gathers
/// small packets (Nagle, RFC 1122 4.2.3.4) waits for it with the rest of the message, so that fewer answers made mail slower.
/// </summary>
internal static class QuickAcknowledgement
{
    /// <summary>TCP_QUICKACK of Linux; it holds for what came so far and is set again each time.</summary>
    private const int TcpLevel = 6, QuickAck = 12;

    private static readonly byte[] On = BitConverter.GetBytes(1);

    public static void Send(Socket socket)
    {
        if (OperatingSystem.IsLinux() && socket.ProtocolType == ProtocolType.Tcp) socket.SetRawSocketOption(TcpLevel, QuickAck, On);
    }
}
