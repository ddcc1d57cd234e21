namespace Postvakt.Documents.Inspecting;

/// <summary>A limit is reached; the message says which, for a person. Caught where a file is read.</summary>
internal sealed class LimitException(string message, bool isLocal = false) : Exception(message)
{
    /// <summary>One part of a file is beyond us; what stands beside it can still be read.</summary>
    public bool IsLocal { get; } = isLocal;
}
