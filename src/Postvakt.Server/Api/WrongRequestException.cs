namespace Postvakt.Server.Api;

/// <summary>A request holds a value that is none. The message is told to who asked: a sentence of ours.</summary>
internal sealed class WrongRequestException(string sentence) : Exception(sentence);
