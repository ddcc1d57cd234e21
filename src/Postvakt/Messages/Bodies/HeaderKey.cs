namespace Postvakt.Messages.Bodies;

/// <summary>What one key means and in which languages; a key shared by languages ("De", "A") lists all of them.</summary>
internal sealed record HeaderKey(HeaderField Field, IReadOnlyList<string> Languages);
