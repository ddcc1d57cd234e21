namespace Postvakt.Documents.Inspecting;

/// <summary>The bytes contradict their format; the message says where, for a person. Caught where a file is read.</summary>
internal sealed class MalformedException(string message) : Exception(message);
