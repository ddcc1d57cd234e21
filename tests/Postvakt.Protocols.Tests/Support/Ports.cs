using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Postvakt.Protocols.Tests.Support;

/// <summary>Ports for servers that must be told theirs before they start.</summary>
internal static class Ports
{
    /// <summary>
    /// A port that nobody listens on, below those that the system gives out (32768 and more on Linux): no connection of another test takes it before the server does. Drawn, so that test processes
    /// beside each other hardly draw the same.
    /// </summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
