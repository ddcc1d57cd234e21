namespace Postvakt.Access;

/// <summary>Passwords that are long enough and yet among the first that anybody tries: one word with figures behind it, a row of the keyboard, something said again and again, the product's or the account's own name.</summary>
public static class WeakPassword
{
    /// <summary>Different characters that one has at least. 5.</summary>
    private const int MinDifferent = 5;

    /// <summary>Characters that may stand around a common word: "Password2026!!".</summary>
    private const int MaxAround = 8;

    /// <summary>Rows of keyboards, forwards; they are looked for backwards too.</summary>
    private static readonly string[] Rows = ["qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "0123456789", "abcdefghijklmnopqrstuvwxyz"];

    /// <summary>Of the lists of passwords that became known, those that people stretch to twelve characters; in our five languages.</summary>
    private static readonly string[] Words =
    [
        "password", "passw0rd", "passwort", "kennwort", "losenord", "lösenord", "motdepasse", "パスワード", "welcome", "willkommen", "valkommen", "välkommen", "bienvenue", "administrator", "administrateur", "administratör", "letmein", "iloveyou",
        "changeme", "default", "secret", "geheim", "hemlig", "superman", "batman", "dragon", "monkey", "football", "baseball", "princess", "sunshine", "charlie", "michael", "shadow", "master", "computer", "internet", "company", "summer", "winter",
        "sommar", "vinter", "sommer", "spring", "autumn", "herbst", "januari", "january", "hello", "hallo", "bonjour", "security", "sicherheit", "postvakt", "postvakten",
    ];

    /// <param name="account">Its name; the part before the @ must not be in the password.</param>
    public static bool Is(string password, string account)
    {
        var plain = password.ToLowerInvariant();
        var name = account.Split('@')[0].ToLowerInvariant();
        return plain.Distinct().Count() < MinDifferent || (name.Length > 2 && plain.Contains(name, StringComparison.Ordinal)) || Repeats(plain) || Rows.Any(r => Walks(plain, r)) || Words.Any(w => plain.Contains(w, StringComparison.Ordinal) && plain.Length - w.Length <= MaxAround && !HasOtherWords(plain.Replace(w, "", StringComparison.Ordinal)));
    }

    /// <summary>"abcabcabcabc": one thing of at most half its length, over and over.</summary>
    private static bool Repeats(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
        {
            if (text.Select((c, i) => c == text[i % unit]).All(same => same)) return true;
        }
        return false;
    }

    /// <summary>Whether most of it is a walk along a row.</summary>
    private static bool Walks(string text, string row)
    {
        var back = new string([.. row.Reverse()]);
        for (var length = Math.Min(row.Length, text.Length); length >= 6 && length * 2 >= text.Length; length--)
        {
            for (var at = 0; at + length <= row.Length; at++) if (text.Contains(row.Substring(at, length), StringComparison.Ordinal) || text.Contains(back.Substring(at, length), StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>Five letters beside a common word may be another word: then it is a phrase.</summary>
    private static bool HasOtherWords(string rest) => rest.Count(char.IsLetter) >= 5;
}
