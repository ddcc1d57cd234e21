using System.Text.Json.Serialization;

namespace Postvakt.Sweeps;

/// <summary>A copy of a mail in a mailbox. Short names: many of them make one entry of the register.</summary>
/// <param name="Record">Id of the mail's record.</param>
/// <param name="Place">How the server names it in its folder; at most <see cref="MaxPlace"/> characters.</param>
/// <param name="Seen">Whether its owner read it, or null where the server does not say.</param>
public sealed record MailCopy([property: JsonPropertyName("r")] string Record, [property: JsonPropertyName("p")] string Place, [property: JsonPropertyName("s")] bool? Seen)
{
    /// <summary>Characters of a place. 512: ids of Exchange have about 200.</summary>
    public const int MaxPlace = 512;

    /// <summary>How the server names it in the hidden folder, or empty where it did not say.</summary>
    [JsonPropertyName("h")]
    public string Hidden { get; init; } = "";

    [JsonPropertyName("t")]
    public CopyState State { get; init; }
}
