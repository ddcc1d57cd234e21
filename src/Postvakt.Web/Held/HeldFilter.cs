using System.Globalization;
using Microsoft.AspNetCore.Components;
using Postvakt.Quarantine;
using Postvakt.Web.Situations;

namespace Postvakt.Web.Held;

/// <summary>What is looked for among held mail, as it stands in the address of the page. What cannot be read counts as not said.</summary>
public sealed record HeldFilter(string State, string From, string To, string Subject, string Campaign, string Since, string After)
{
    /// <summary>Words of a subject that are looked for. 8, as in the interface.</summary>
    private const int MaxWords = 8;

    /// <summary>Characters of one field that count. 200: an address.</summary>
    private const int MaxText = 200;

    public static readonly IReadOnlyDictionary<string, QuarantineState> States = new Dictionary<string, QuarantineState>(StringComparer.Ordinal)
    {
        ["held"] = QuarantineState.Held, ["release_requested"] = QuarantineState.ReleaseRequested, ["delivering"] = QuarantineState.Delivering, ["released"] = QuarantineState.Released,
        ["in_doubt"] = QuarantineState.InDoubt, ["deleted"] = QuarantineState.Deleted, ["expired"] = QuarantineState.Expired,
    };

    public bool IsEmpty => State.Length + From.Length + To.Length + Subject.Length + Campaign.Length + Since.Length == 0;

    public static string Clean(string? text) => text is null ? "" : (text.Length > MaxText ? text[..MaxText] : text).Trim();

    public HeldQuery Query(SearchTerms terms)
    {
        var wanted = new List<long>();
        if (From.Length > 0) wanted.Add(terms.Sender(From));
        if (To.Length > 0) wanted.Add(terms.Recipient(To));
        if (Campaign.Length > 0) wanted.Add(terms.Campaign(Campaign));
        wanted.AddRange(SearchTerms.Words(Subject).Take(MaxWords).Select(terms.Word));
        return new HeldQuery
        {
            State = States.TryGetValue(State, out var state) ? state : null, Terms = [.. wanted.Distinct()], Max = Watched.OnPage, After = Place(After),
            Since = DateOnly.TryParseExact(Since, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) : null,
        };
    }

    /// <summary>The address of the page that goes on where this one ends.</summary>
    public static string Next(NavigationManager navigation, HeldPlace place) =>
        navigation.GetUriWithQueryParameter("after", string.Create(CultureInfo.InvariantCulture, $"{place.HeldAt.ToUnixTimeMilliseconds()}-{place.Id}"));

    private static HeldPlace? Place(string after) =>
        after.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && long.TryParse(after.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new HeldPlace(DateTimeOffset.FromUnixTimeMilliseconds(at), after[(dash + 1)..]) : null;
}
