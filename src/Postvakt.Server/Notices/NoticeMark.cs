using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Notices;

namespace Postvakt.Server.Notices;

/// <summary>
/// The id in the mark of our own notices (<see cref="Intake.Gateway.ReleaseMark"/>), by which our listeners let them pass: to this recipient alone, for a day.
/// </summary>
internal static class NoticeMark
{
    private const string Begin = "notice.";
    private static readonly TimeSpan PassesFor = TimeSpan.FromDays(1);

    public static string IdOf(string recipient, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{Begin}{now.ToUnixTimeSeconds()}.{Hash(recipient)}");

    public static bool IsNotice(string id) => id.StartsWith(Begin, StringComparison.Ordinal);

    /// <summary>Whether a notice with this id may pass now, to these recipients.</summary>
    public static bool Passes(string id, IReadOnlyList<string> recipients, DateTimeOffset now) =>
        id.Split('.') is [_, var at, var hash] && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && now.ToUnixTimeSeconds() - seconds is var age && age >= -PersonalLink.ClockSkew.TotalSeconds && age < PassesFor.TotalSeconds && recipients is [var only] && Hash(only) == hash;

    private static string Hash(string recipient) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipient.ToLowerInvariant())).AsSpan(0, 8));
}
