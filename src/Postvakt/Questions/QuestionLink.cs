using System.Globalization;
using System.Text;
using Postvakt.Memory;

namespace Postvakt.Questions;

/// <summary>
/// What the link in a chat message carries: one question and who is asked, signed. Whoever has the link can answer that question as that person, so it goes into a chat with
/// that person and nowhere else, and holds no longer than the question waits.
/// </summary>
/// <param name="Person">Id in the Directory.</param>
public sealed record QuestionLink(string Question, string Person, DateTimeOffset IssuedAt)
{
    /// <summary>Characters of a token. 1,000: two ids in Base64.</summary>
    private const int MaxToken = 1_000;

    /// <summary>Clocks of nodes may differ by so much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public string Token(TokenKey keys)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{IssuedAt.ToUnixTimeSeconds()}:{Question}:{Person}");
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_') + "~" + keys.Sign(Signed(text));
    }

    /// <summary>The link that a token stands for, or null: not one of ours, or past its time.</summary>
    public static QuestionLink? Read(string token, TokenKey keys, DateTimeOffset now)
    {
        if (token.Length > MaxToken || token.Split('~') is not [{ Length: > 0 } body, var mark]) return null;
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(body.Replace('-', '+').Replace('_', '/') + new string('=', (4 - body.Length % 4) % 4)));
            if (!keys.Holds(mark, Signed(text)) || text.Split(':', 3) is not [var at, var question, var person]) return null;
            var issued = DateTimeOffset.FromUnixTimeSeconds(long.Parse(at, CultureInfo.InvariantCulture));
            return now < issued + SenderQuestion.Waits && issued <= now + Skew ? new QuestionLink(question, person, issued) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Signed(string text) => "question link:" + text;
}
