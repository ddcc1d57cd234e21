using System.Globalization;
using MailKit;

namespace Postvakt.Server.Mailboxes.Imap;

/// <summary>A mail's place in a folder, "validity:uid": the number means the mail as long as the folder has the same validity (RFC 9051 section 2.3.1.1).</summary>
internal static class ImapPlace
{
    public static string Of(uint validity, UniqueId uid) => string.Create(CultureInfo.InvariantCulture, $"{validity}:{uid.Id}");

    /// <summary>The number, or null where the folder was made anew since.</summary>
    public static UniqueId? In(uint validity, string place)
    {
        var colon = place.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && uint.TryParse(place.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var its) && its == validity
            && uint.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var uid) && uid > 0 ? new UniqueId(validity, uid) : null;
    }
}
