using System.Globalization;
using System.Text;

namespace Postvakt.Samples.Mails;

/// <summary>Chance that depends on a name only, so that a new conversation leaves the bytes of all others alone.</summary>
internal sealed class Chance
{
    private readonly Random random;

    public Chance(string name)
    {
        var hash = 2166136261u; // FNV-1a: string.GetHashCode differs from run to run
        foreach (var octet in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        random = new Random(unchecked((int)hash));
    }

    public int Number(int from, int to) => random.Next(from, to + 1);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public bool Happens(int percent) => random.Next(100) < percent;

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    public string Hex(int digits) => Convert.ToHexStringLower(Bytes((digits + 1) / 2))[..digits];

    public string Uuid()
    {
        var hex = Hex(32);
        return string.Create(CultureInfo.InvariantCulture, $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-a{hex[17..20]}-{hex[20..]}");
    }

    /// <summary>Letters and digits as in provider-made ids.</summary>
    public string Token(int length)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        return string.Concat(Enumerable.Range(0, length).Select(_ => Alphabet[random.Next(Alphabet.Length)]));
    }
}
