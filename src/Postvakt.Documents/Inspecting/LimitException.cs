namespace Postvakt.Documents.Inspecting;

/// <summary>A limit is reached; the message says which, for a person. Caught where a file is read.</summary>
internal sealed class LimitException(string message) : Exception(message);
