namespace Postvakt.Server.Installations;

/// <summary>The installation cannot be used as it is. The message is one sentence for an operator.</summary>
public sealed class InstallationException : Exception
{
    public InstallationException() { }
    public InstallationException(string message) : base(message) { }
    public InstallationException(string message, Exception inner) : base(message, inner) { }
}
