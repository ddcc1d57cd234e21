namespace Postvakt.Server.Feeds;

/// <summary>Why a feed could not be read, or a sister not be told: a sentence without a secret.</summary>
internal sealed class FeedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>When the server wants to be asked again, or null.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Asking again would bring the same.</summary>
    public bool IsFinal { get; init; }
}
