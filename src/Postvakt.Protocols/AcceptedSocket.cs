using System.Net;
using System.Net.Sockets;

namespace Postvakt.Protocols;

/// <param name="Remote">The other end; null for a Unix socket.</param>
/// <param name="Peer">The other end as text for logs; a running number for a Unix socket.</param>
/// <param name="Open">Connections that are open, this one among them.</param>
internal readonly record struct AcceptedSocket(Socket Socket, IPEndPoint? Remote, string Peer, int Open);
