namespace Postvakt.Documents.Basic;

/// <summary>What an address gave, or would give.</summary>
internal sealed record BasicContent(string Url);
