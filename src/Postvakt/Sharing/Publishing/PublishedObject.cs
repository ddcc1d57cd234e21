using System.Text.Json;
using System.Text.Json.Nodes;
using Postvakt.Sharing.Stix;

namespace Postvakt.Sharing.Publishing;

/// <summary>A STIX object as partners read it.</summary>
/// <param name="Version">What tells its versions apart: when it was modified, of a marking when it was made, of an observable when it was added.</param>
/// <param name="Json">In UTF-8.</param>
public sealed record PublishedObject(string Id, string Type, DateTimeOffset Version, DateTimeOffset AddedAt, ReadOnlyMemory<byte> Json)
{
    /// <summary>Objects of all publications in the order in which they were added. One that several name is there once, where it came first in its newest version.</summary>
    public static IReadOnlyList<PublishedObject> Of(IEnumerable<Publication> publications)
    {
        var found = new Dictionary<string, PublishedObject>(StringComparer.Ordinal);
        foreach (var publication in publications.OrderBy(p => p.AddedAt))
        {
            var at = publication.AddedAt;
            foreach (var thing in StixBundle.Objects(publication.Report))
            {
                // A microsecond apart: a client that goes on from the last time it saw misses none.
                at = at.AddMicroseconds(1);
                var made = Of(thing, at);
                if (!found.TryGetValue(made.Id, out var other) || (made.Version > other.Version && HasVersions(thing))) found[made.Id] = made;
            }
        }
        return [.. found.Values.OrderBy(o => o.AddedAt)];
    }

    private static PublishedObject Of(JsonObject thing, DateTimeOffset at) => new((string)thing["id"]!, (string)thing["type"]!, StixTime.Parse((string?)(thing["modified"] ?? thing["created"]) ?? "") ?? at, at, JsonSerializer.SerializeToUtf8Bytes(thing));

    private static bool HasVersions(JsonObject thing) => thing["modified"] is not null;
}
