using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace Postvakt.Access;

/// <summary>
/// What is kept of a password: Argon2id (RFC 9106) in the usual form "$argon2id$v=19$m=…,t=…,p=…$salt$hash", so that stronger figures can follow without a new form. Takes a tenth of a second and 19 MiB:
/// never on a thread that mail waits for.
/// </summary>
public static class PasswordHash
{
    /// <summary>Characters of a password. 12 at least (OWASP ASVS 4.0.3, 2.1.1); 200 at most, because each is hashed.</summary>
    public const int MinLength = 12, MaxLength = 200;

    /// <summary>OWASP's figures for Argon2id: 19 MiB, two rounds, one lane.</summary>
    private const int KiB = 19_456, Rounds = 2, Lanes = 1;

    private const int SaltBytes = 16, HashBytes = 32;

    /// <summary>Figures that a kept hash may ask for: one from a changed store must not take the machine's memory.</summary>
    private const int MaxKiB = 1 << 20, MaxRounds = 20, MaxLanes = 16;

    /// <summary>Compared against where there is no account, so that an unknown name takes as long as a wrong password.</summary>
    public static string Nobody { get; } = Form(KiB, Rounds, Lanes, new byte[SaltBytes], new byte[HashBytes]);

    public static string Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Form(KiB, Rounds, Lanes, salt, Hash(password, salt, KiB, Rounds, Lanes, HashBytes));
    }

    /// <summary>Whether it is the password that was kept; false too for what is no hash of ours.</summary>
    public static bool Holds(string password, string kept)
    {
        if (password.Length > MaxLength || kept.Split('$') is not ["", "argon2id", "v=19", var figures, var salt, var hash]) return false;
        if (figures.Split(',') is not [var m, var t, var p] || Number(m, "m=", MaxKiB) is not { } kib || Number(t, "t=", MaxRounds) is not { } rounds || Number(p, "p=", MaxLanes) is not { } lanes || kib < 8 * lanes) return false;
        try
        {
            var expected = Bytes(hash);
            return expected.Length is >= 16 and <= 64 && CryptographicOperations.FixedTimeEquals(expected, Hash(password, Bytes(salt), kib, rounds, lanes, expected.Length));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Hash(string password, byte[] salt, int kib, int rounds, int lanes, int length)
    {
        using var argon = new Argon2id(Encoding.UTF8.GetBytes(password)) { Salt = salt, MemorySize = kib, Iterations = rounds, DegreeOfParallelism = lanes };
        return argon.GetBytes(length);
    }

    private static string Form(int kib, int rounds, int lanes, byte[] salt, byte[] hash) =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={kib},t={rounds},p={lanes}${Text(salt)}${Text(hash)}");

    private static int? Number(string text, string name, int most) =>
        text.StartsWith(name, StringComparison.Ordinal) && int.TryParse(text.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number : null;

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text + new string('=', (4 - text.Length % 4) % 4));
}
