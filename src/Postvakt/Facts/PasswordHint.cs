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

    /// <summary>Place and excerpt of the first hint, or null. Looks at the first 4,000 characters.</summary>
    public static string? Find(string text)
    {
        var span = text.AsSpan(0, Math.Min(text.Length, 4_000));
        if (!AnyWord.IsIn(span)) return null;
        foreach (var word in Words)
        {
            var at = span.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            var end = Math.Min(span.Length, at + word.Length + 60);
            var after = span[(at + word.Length)..end];
            if (HasCandidate(after)) return span[at..end].ToString().ReplaceLineEndings(" ").Trim();
        }
        return null;
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
