using Postvakt.Messages.Bodies;

namespace Postvakt.Facts;

/// <summary>Finds a password given in a text: the word in one of many languages with something that can be one right after it.</summary>
internal static class PasswordHint
{
    private static readonly string[] Words =
    [
        "password", "passwort", "kennwort", "lösenord", "mot de passe", "contraseña", "clave:", "senha", "palavra-passe", "wachtwoord", "hasło", "heslo",
        "jelszó", "parola", "salasana", "adgangskode", "passord", "пароль", "κωδικός", "şifre", "パスワード", "密码", "密碼", "비밀번호", "รหัสผ่าน", "mật khẩu",
        "passwd", "passcode", "pwd:", "pw:", "pass:", "zip code:", "archive code",
    ];

    private static readonly PhraseSet AnyWord = new(Words.Select(w => (w, "")));

    /// <summary>Digits that the number of an online meeting has at least.</summary>
    private const int MeetingDigits = 9;

    /// <summary>Excerpt of the first hint, one that is no meeting's before others, or null. Looks at the first 4,000 characters.</summary>
    /// <param name="ofMeeting">It only lets into an online meeting: the line above it is the meeting's number.</param>
    public static string? Find(string text, out bool ofMeeting)
    {
        ofMeeting = false;
        var span = text.AsSpan(0, Math.Min(text.Length, 4_000));
        if (!AnyWord.IsIn(span)) return null;
        string? meeting = null;
        foreach (var word in Words)
        {
            for (var at = span.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0;)
            {
                var end = Math.Min(span.Length, at + word.Length + 60);
                var after = span[(at + word.Length)..end];
                if (!HasCandidate(after)) break;
                var hint = span[at..end].ToString().ReplaceLineEndings(" ").Trim();
                if (!FollowsNumber(span[..at])) return hint;
                // What follows a meeting's may be the one that matters.
                meeting ??= hint;
                var next = span[(at + word.Length)..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
                at = next < 0 ? -1 : at + word.Length + next;
            }
        }
        ofMeeting = meeting is not null;
        return meeting;
    }

    /// <summary>The line above is a label, a colon and a long number in groups, as invitations write it in every language.</summary>
    private static bool FollowsNumber(ReadOnlySpan<char> before)
    {
        var end = before.LastIndexOf('\n');
        if (end < 0) return false;
        var line = before[..end].TrimEnd();
        line = line[(line.LastIndexOf('\n') + 1)..];
        var digits = 0;
        for (var i = line.Length - 1; i >= 0 && line[i] is not (':' or '：'); i--)
        {
            if (char.IsAsciiDigit(line[i])) digits++;
            else if (line[i] is not (' ' or '\u00A0' or '-')) return false;
        }
        return digits >= MeetingDigits && line.IndexOfAny(':', '：') > 0;
    }

    /// <summary>Something of 3 to 24 characters that is no ordinary word: holds a digit, or stands behind a colon.</summary>
    private static bool HasCandidate(ReadOnlySpan<char> after)
    {
        var colon = after.IndexOfAny(':', '：', '=');
        foreach (var range in after.SplitAny([' ', '\n', '\t', ':', '：', '=', '"', '\'', '(', ')', ',', '“', '”', '「', '」']))
        {
            var token = after[range].TrimEnd(".。!;");
            if (token.Length is < 3 or > 24) continue;
            if (token.ContainsAnyInRange('0', '9')) return true;
            if (colon is >= 0 and <= 3 && range.Start.Value > colon) return true;
        }
        return false;
    }
}
