using ICSharpCode.SharpZipLib.Zip;

namespace Postvakt.Server.Api;

/// <summary>
/// Originals of malicious mail leave in a zip that a password opens, as the field does it: so that no scanner on the way takes them and nobody opens one by mistake. The
/// password is no secret, and the old cipher is what every tool opens (APPNOTE 6.1).
/// </summary>
internal static class Originals
{
    public const string Password = "infected";

    /// <param name="content">Closed afterwards.</param>
    /// <param name="to">Stays open.</param>
    public static async Task ZipAsync(Stream content, string name, Stream to, DateTimeOffset now)
    {
        await using var _ = content.ConfigureAwait(false);
        var zip = new ZipOutputStream(to) { IsStreamOwner = false, Password = Password };
        await using var __ = zip.ConfigureAwait(false);
        await zip.PutNextEntryAsync(new ZipEntry(name) { DateTime = now.UtcDateTime }).ConfigureAwait(false);
        await content.CopyToAsync(zip).ConfigureAwait(false);
        await zip.FinishAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
