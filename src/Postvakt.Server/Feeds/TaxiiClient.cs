using System.Runtime.CompilerServices;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Feeds;

/// <summary>Reads a collection of a TAXII 2.1 server from where it was left.</summary>
/// <param name="collection">Id, alias or title; empty: the only one that may be read.</param>
internal sealed class TaxiiClient(FeedConnection connection, Uri url, string collection, FeedLimits limits)
{
    public const string Media = "application/taxii+json;version=2.1";

    /// <summary>Pages, as they come. Each stands for itself: what follows may fail. Throws <see cref="FeedException"/>.</summary>
    /// <param name="after">What <see cref="TaxiiPage.LastAdded"/> said last, or empty for all.</param>
    public async IAsyncEnumerable<TaxiiPage> ReadAsync(string after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var objects = await ObjectsAsync(cancellation).ConfigureAwait(false);
        var (next, bytes, seen) = ("", 0L, new HashSet<string>(StringComparer.Ordinal));
        for (var page = 0; page < limits.Pages; page++)
        {
            var query = string.Join('&', new[] { after.Length > 0 ? "added_after=" + Uri.EscapeDataString(after) : "", next.Length > 0 ? "next=" + Uri.EscapeDataString(next) : "" }.Where(q => q.Length > 0));
            var answer = await connection.GetAsync(query.Length > 0 ? new Uri(objects.AbsoluteUri + "?" + query) : objects, Media, cancellation).ConfigureAwait(false);
            if (TaxiiEnvelope.Read(answer.Body) is not { } envelope) throw new FeedException($"{url.Host}: its answer is no TAXII envelope");
            bytes += answer.Body.Length;
            yield return new TaxiiPage(answer.Body, Time(answer.LastAdded));
            if (!envelope.More) yield break;
            // Where the server gives no place to go on (TAXII 2.1, 3.4: it should), the time of the last one is the place.
            if (envelope.Next.Length > 0) next = envelope.Next;
            else if (Time(answer.LastAdded) is { Length: > 0 } last && last != after) (after, next) = (last, "");
            else throw new FeedException($"{url.Host}: says that there is more, and not where");
            if (!seen.Add(after + "\n" + next)) throw new FeedException($"{url.Host}: its pages lead round in a circle");
            // What is left is read next time.
            if (bytes > limits.MaxPages) yield break;
        }
    }

    /// <summary>Where its objects are. A discovery names the root, a root its collections; an address may already be one of a collection.</summary>
    private async Task<Uri> ObjectsAsync(CancellationToken cancellation)
    {
        var root = Folder(url);
        if (root.AbsolutePath.Contains("/collections/", StringComparison.Ordinal)) return root.AbsolutePath.EndsWith("/objects/", StringComparison.Ordinal) ? root : new Uri(root, "objects/");
        var first = await connection.GetAsync(root, Media, cancellation).ConfigureAwait(false);
        if (TaxiiEnvelope.RootOf(first.Body) is { Length: > 0 } named) root = Uri.TryCreate(root, named, out var found) ? Folder(found) : throw new FeedException($"{url.Host}: its discovery names no address");
        var list = await connection.GetAsync(new Uri(root, "collections/"), Media, cancellation).ConfigureAwait(false);
        var all = TaxiiEnvelope.Collections(list.Body) ?? throw new FeedException($"{url.Host}: its list of collections cannot be read");
        var fit = collection.Length == 0 ? all : [.. all.Where(c => c.Id.Equals(collection, StringComparison.OrdinalIgnoreCase) || c.Alias == collection || c.Title == collection)];
        if (fit.Count != 1) throw new FeedException($"{url.Host}: {(fit.Count == 0 ? "has no such collection that may be read" : "has several collections; say which under collection")}: {string.Join(", ", all.Take(10).Select(c => DirectoryText.Show(c.Title.Length > 0 ? c.Title : c.Id)))}");
        return new Uri(root, $"collections/{Uri.EscapeDataString(fit[0].Id)}/objects/");
    }

    private static Uri Folder(Uri address) => new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");

    /// <summary>It goes back into an address as it came: only what a time is made of.</summary>
    private static string Time(string text) => text.Length is > 0 and <= 40 && text.All(c => char.IsAsciiDigit(c) || c is '-' or ':' or '.' or 'T' or 'Z' or '+') ? text : "";
}
