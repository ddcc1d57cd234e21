using System.Net;

namespace Postvakt.Server.Serving;

/// <summary>Links into the console that are given to people.</summary>
internal static class ConsoleLinks
{
    /// <param name="url">Where people reach the console; empty for the address that is listened on.</param>
    public static string Join(string url, IPEndPoint listening, string invitation) => (url.Length > 0 ? url : "http://" + listening) + "/join?t=" + invitation;
}
