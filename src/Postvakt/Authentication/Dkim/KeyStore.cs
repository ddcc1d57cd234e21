using Org.BouncyCastle.Crypto;

namespace Postvakt.Authentication.Dkim;

/// <summary>
/// Keys that were made before, by their text: BouncyCastle tests each RSA modulus for primality when a key is made, 20 ms of processor time for
/// 2048 bits. Most mail comes from few signers. Bounded: full, it starts anew. Safe for concurrent use.
/// </summary>
internal sealed class KeyStore
{
    /// <summary>Keys kept. 2,000: about 4 MB.</summary>
    private const int MaxKeys = 2_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AsymmetricKeyParameter> _keys = [];

    public AsymmetricKeyParameter? Find(string text)
    {
        lock (_gate) return _keys.GetValueOrDefault(text);
    }

    public void Put(string text, AsymmetricKeyParameter key)
    {
        lock (_gate)
        {
            if (_keys.Count >= MaxKeys) _keys.Clear();
            _keys[text] = key;
        }
    }
}
