using System.Globalization;
using System.Text;
using Postvakt.Memory;

namespace Postvakt.Notices;

/// <summary>
/// What a link in a digest carries: whose mail it shows, and since when it holds. Signed, so that nobody else can make one; whoever has it sees what is held for that person
/// and may ask for it, nothing more.
/// </summary>
/// <param name="Address">Whose link it is.</param>
public sealed record PersonalLink(string Address, DateTimeOffset IssuedAt)
{
    /// <summary>How long one holds. A week: after a holiday there is a newer one.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromDays(7);

    /// <summary>Characters of a token. 1,000: an address in Base64.</summary>
    private const int MaxToken = 1_000;

    /// <summary>Clocks of nodes may differ by so much.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    public string Token(TokenKey keys)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{IssuedAt.ToUnixTimeSeconds()}:{Address}");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_') + "~" + keys.Sign(Signed(text));
    }

    /// <summary>The link that a token stands for, or null: not one of ours, or past its time.</summary>
    public static PersonalLink? Read(string token, TokenKey keys, DateTimeOffset now)
    {
        if (token.Length > MaxToken || token.Split('~') is not [{ Length: > 0 } body, var mark]) return null;
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace('-', '+').Replace('_', '/') + new string('=', (4 - body.Length % 4) % 4)));
            if (!keys.Holds(mark, Signed(text)) || text.IndexOf(':', StringComparison.Ordinal) is not (var colon and > 0)) return null;
            var issued = DateTimeOffset.FromUnixTimeSeconds(long.Parse(text.AsSpan(0, colon), CultureInfo.InvariantCulture));
            return now < issued + Holds && issued <= now + ClockSkew ? new PersonalLink(text[(colon + 1)..], issued) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Signed(string text) => "personal link:" + text;
}
