using System.Text.Json;

namespace Postvakt.Server.Teams;

/// <summary>What a service answered.</summary>
/// <param name="Status">Of HTTP; 0 where no answer came.</param>
/// <param name="After">When the service wants to be asked again ("Retry-After"), or null.</param>
/// <param name="Fault">What went wrong on the way, or empty.</param>
internal sealed record TeamsReply(int Status, byte[] Body, TimeSpan? After, string Fault)
{
    public bool IsDone => Status is >= 200 and < 300;

    /// <summary>The answer as an object, or null: it is none.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                using var parsed = JsonDocument.Parse(Body, new JsonDocumentOptions { MaxDepth = 16 });
                return parsed.RootElement.ValueKind == JsonValueKind.Object ? parsed.RootElement.Clone() : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
