using System.Net;
using Postvakt.Detection;

namespace Postvakt.Server.Configuration;

/// <param name="Mode">Mode of this listener, or null for the general one.</param>
public sealed record MilterListenerConfig(string Name, IPEndPoint? Address, string? Socket, Mode? Mode, int MaxConnections);
