using MimeKit.Utils;

namespace Postvakt.Messages;

/// <summary>The date at the end of a Received field (RFC 5321 4.4).</summary>
internal static class ReceivedDates
{
    /// <summary>Date of the newest hop, which our own side wrote, or null.</summary>
    public static DateTimeOffset? Newest(IReadOnlyList<string> received)
    {
        if (received.Count == 0) return null;
        var semicolon = received[0].LastIndexOf(';');
        return semicolon >= 0 && DateUtils.TryParse(received[0][(semicolon + 1)..], out var date) ? date : null;
    }
}
