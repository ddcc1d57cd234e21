namespace Postvakt.EndToEnd.Tests.Documents;

/// <summary>A fenced block of a page.</summary>
/// <param name="Place">Page and line.</param>
/// <param name="Kind">What stands behind the fence: "yaml", "bash run".</param>
internal sealed record Block(string Place, string Kind, string Content);
