using System.Text.Json.Serialization;

namespace Postvakt.Cli.Output;

/// <summary>An earlier verdict changed by what came later.</summary>
internal sealed record Revision(
    [property: JsonPropertyName("path")] string Path,
    [property: JsonPropertyName("index")] int Index,
    [property: JsonPropertyName("message_id")] string MessageId,
    [property: JsonPropertyName("was")] string Was,
    [property: JsonPropertyName("verdict")] string Verdict,
    [property: JsonPropertyName("campaign")] string Campaign,
    [property: JsonPropertyName("because_of")] string BecauseOf);
