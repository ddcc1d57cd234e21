using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Access;

/// <summary>Codes of an authenticator app: TOTP (RFC 6238) with what every app does: HMAC-SHA-1, 30 seconds, six digits.</summary>
public static class OneTimeCode
{
    /// <summary>Bytes of a secret: as many as the hash has (RFC 4226 section 4, R6).</summary>
    private const int SecretBytes = 20;

    private const int StepSeconds = 30;
    private const int Digits = 1_000_000;

    /// <summary>Steps that a clock may be off, to either side. One (RFC 6238 section 5.2).</summary>
    private const int Drift = 1;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step that a code is of, or null: wrong, or not after the step that was used last, so that a code that was looked at over a shoulder opens nothing.</summary>
    /// <param name="after">Step that was used last; 0 for none.</param>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now, long after)
    {
        code = new string([.. code.Where(c => !char.IsWhiteSpace(c))]);
        if (code.Length != 6 || !code.All(char.IsAsciiDigit)) return null;
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = current - Drift; step <= current + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(At(secret, step))) && step > after) found = step;
        }
        return found;
    }

    /// <summary>The code of a moment.</summary>
    public static string At(byte[] secret, DateTimeOffset time) => At(secret, time.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>The secret as apps take it: Base32 (RFC 4648 section 6) without padding.</summary>
    public static string Written(byte[] secret)
    {
        var text = new StringBuilder();
        var (bits, held) = (0, 0);
        foreach (var one in secret)
        {
            bits = bits << 8 | one;
            for (held += 8; held >= 5; held -= 5) text.Append(Letters[bits >> (held - 5) & 31]);
            bits &= (1 << held) - 1;
        }
        if (held > 0) text.Append(Letters[bits << (5 - held) & 31]);
        return text.ToString();
    }

    /// <summary>What an app on the same device opens: otpauth://totp/….</summary>
    public static string Link(byte[] secret, string account) => $"otpauth://totp/Postvakt:{Uri.EscapeDataString(account)}?secret={Written(secret)}&issuer=Postvakt";

    private static string At(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        // The standard's hash: what apps compute. Its weakness, collisions, is none here.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var offset = hash[^1] & 15;
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & 0x7fffffff) % Digits).ToString("000000", CultureInfo.InvariantCulture);
    }
}
