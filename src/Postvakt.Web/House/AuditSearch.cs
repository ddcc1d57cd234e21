using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Postvakt.Audit;

namespace Postvakt.Web.House;

/// <summary>What is looked for in the audit, as it stands in an address.</summary>
/// <param name="Day">"2026-11-26", or empty.</param>
internal sealed record AuditSearch(AuditQuery Query, string Day)
{
    /// <summary>Offered while somebody types.</summary>
    public static readonly IReadOnlyList<string> Usual =
    [
        "release", "deny", "delete", "emergency-release", "lock", "unlock", "sign-in", "sign-out", "invite", "join", "set-account", "remove-account", "issue-token", "revoke-token", "grant-exception", "withdraw-exception", "view-mail",
        "view-text", "refused", "backup", "checkpoint",
    ];

    public bool IsEmpty => Query is { Actor: "", Action: "", Subject: "" } && Day.Length == 0;

    public static AuditSearch Of(IQueryCollection query)
    {
        string Text(string name, int most) => query[name].ToString().Trim() is var text && text.Length > most ? text[..most] : query[name].ToString().Trim();
        var day = DateOnly.TryParseExact(query["day"].ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) && on < DateOnly.MaxValue ? on : (DateOnly?)null;
        DateTimeOffset? from = day is { } begin ? new DateTimeOffset(begin.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null;
        return new AuditSearch(new AuditQuery { Actor = Text("actor", 200), Action = Text("action", 60), Subject = Text("subject", 100), From = from, Until = from?.AddDays(1), Before = Place(query["before"].ToString()) },
            day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "");
    }

    public string After(AuditPlace place) => "/audit" + Fields(("before", string.Create(CultureInfo.InvariantCulture, $"{place.At.ToUnixTimeMilliseconds()}.{place.Number}.{place.Node}")));

    public string File(string kind) => "/audit." + kind + Fields();

    /// <summary>"1764187200000.42.local", or null for what is none.</summary>
    private static AuditPlace? Place(string text) =>
        text.Length <= 300 && text.Split('.', 3) is [var at, var number, var node] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 32_503_680_000_000
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var entry) ? new AuditPlace(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), entry, node) : null;

    private string Fields(params (string Name, string Value)[] more) => new QueryBuilder(
        new[] { ("actor", Query.Actor), ("action", Query.Action), ("subject", Query.Subject), ("day", Day) }.Concat(more).Where(f => f.Item2.Length > 0).Select(f => KeyValuePair.Create(f.Item1, f.Item2))).ToString();
}
