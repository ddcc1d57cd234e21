namespace Postvakt.Server.Directories;

/// <summary>The source gave nothing that can be used. The message is one sentence for an operator, without secrets; what it quotes is made harmless.</summary>
public sealed class DirectorySourceException : Exception
{
    public DirectorySourceException() { }
    public DirectorySourceException(string message) : base(message) { }
    public DirectorySourceException(string message, Exception inner) : base(message, inner) { }
}
