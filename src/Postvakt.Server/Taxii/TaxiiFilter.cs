using System.Globalization;
using Microsoft.AspNetCore.Http;
using Postvakt.Sharing.Publishing;

namespace Postvakt.Server.Taxii;

/// <summary>Which objects are asked for (TAXII 2.1, 3.4 and 3.5).</summary>
internal sealed record TaxiiFilter
{
    /// <summary>Objects of an answer where nothing is said, and at most.</summary>
    private const int UsualLimit = 100, MaxLimit = 1_000;

    /// <summary>Values of one parameter. 100: as many ids as fit a line of a request.</summary>
    private const int MaxValues = 100;

    private DateTimeOffset? _after;
    private (DateTimeOffset At, string Id)? _from;
    private IReadOnlyList<string> _ids = [], _types = [], _versions = [], _specs = [];

    public int Limit { get; private init; } = UsualLimit;

    /// <summary>What a query asks for, or null and what is wrong with it.</summary>
    public static TaxiiFilter? Parse(IQueryCollection query, out string fault)
    {
        fault = "";
        var (after, next, limit) = (query["added_after"].ToString(), query["next"].ToString(), query["limit"].ToString());
        var filter = new TaxiiFilter
        {
            _ids = Values("match[id]"), _types = Values("match[type]"), _versions = Values("match[version]"), _specs = Values("match[spec_version]"), _after = TaxiiTime.Parse(after), _from = Cursor(next),
            Limit = int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Min(most, MaxLimit) : limit.Length > 0 ? 0 : UsualLimit,
        };
        fault = after.Length > 0 && filter._after is null ? "added_after is no time such as 2021-11-08T09:00:00Z"
            : next.Length > 0 && filter._from is null ? "next is none that was given here"
            : filter.Limit == 0 ? "limit is a number above 0"
            : filter._versions.Any(v => v is not ("first" or "last" or "all") && TaxiiTime.Parse(v) is null) ? "match[version] is first, last, all or a time"
            : new[] { filter._ids, filter._types, filter._versions, filter._specs }.Any(v => v.Count > MaxValues) ? FormattableString.Invariant($"at most {MaxValues} values of one match") : "";
        return fault.Length > 0 ? null : filter;

        string[] Values(string name) => query[name].ToString() is { Length: > 0 } all ? all.Split(',', MaxValues + 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
    }

    /// <summary>The objects of one answer, and where the next goes on; null at the end. What is added meanwhile comes after all that is there, so that no page loses or repeats any.</summary>
    /// <param name="objects">In the order in which they were added.</param>
    public (IReadOnlyList<PublishedObject> Page, string? Next) Of(IEnumerable<PublishedObject> objects)
    {
        var found = objects.Where(Wants).Take(Limit + 1).ToArray();
        return found.Length > Limit ? (found[..Limit], Next(found[Limit - 1])) : (found, null);
    }

    private bool Wants(PublishedObject thing) =>
        (_after is not { } after || thing.AddedAt > after) && (_from is not { } from || thing.AddedAt > from.At || (thing.AddedAt == from.At && string.CompareOrdinal(thing.Id, from.Id) > 0))
        && (_ids.Count == 0 || _ids.Contains(thing.Id)) && (_types.Count == 0 || _types.Contains(thing.Type)) && (_specs.Count == 0 || _specs.Contains("2.1"))
        // Only the newest version is kept, so that it is the first too (TAXII 2.1, 3.5 allows it).
        && (_versions.Count == 0 || _versions.Any(v => v is "first" or "last" or "all" || TaxiiTime.Parse(v) == thing.Version));

    private static string Next(PublishedObject last) => FormattableString.Invariant($"{last.AddedAt.UtcTicks}_{last.Id}");

    private static (DateTimeOffset, string)? Cursor(string next) =>
        next.Length <= 200 && next.Split('_', 2) is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks ? (new DateTimeOffset(at, TimeSpan.Zero), id) : null;
}
