using Postvakt.Quarantine;

namespace Postvakt.Storage.Records;

/// <summary>The part of the list of held mail that a page comes from. Times are milliseconds since 1970.</summary>
/// <param name="Since">At this time or later.</param>
/// <param name="At">Before this time and <paramref name="Id"/> in the order of the list.</param>
/// <param name="Terms">Each once.</param>
internal sealed record HeldRange(long Since, long At, string Id, int Max, IReadOnlyList<long> Terms)
{
    /// <summary>Rows that one page may cost. 5,000: some 20 ms; two frequent terms that never meet would else be walked to their end.</summary>
    public const int MaxExamined = 5_000;

    private const int MaxItems = 1_000;

    /// <summary>Terms that are looked for together. 16: each is one more probe a row.</summary>
    private const int MaxTerms = 16;

    /// <summary>Throws <see cref="ArgumentException"/> for too many terms: leaving some out would show what was not asked for.</summary>
    public static HeldRange Of(HeldQuery query)
    {
        var terms = query.Terms.Distinct().ToArray();
        if (terms.Length > MaxTerms) throw new ArgumentException($"at most {MaxTerms} terms can be looked for at once", nameof(query));
        var (at, id) = (query.Before?.ToUnixTimeMilliseconds() ?? long.MaxValue, "");
        if (query.After is { } after && after.HeldAt.ToUnixTimeMilliseconds() < at) (at, id) = (after.HeldAt.ToUnixTimeMilliseconds(), after.Id);
        return new HeldRange(query.Since?.ToUnixTimeMilliseconds() ?? long.MinValue, at, id, Math.Clamp(query.Max, 1, MaxItems), terms);
    }
}
