using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postvakt.Server.Events;

/// <summary>Who vouches for a receiver's certificate.</summary>
internal static class TrustedRoots
{
    /// <summary>Null: the system's authorities. Throws <see cref="IOException"/> for a file that holds none.</summary>
    public static X509ChainPolicy? Of(string? file)
    {
        if (file is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception broken) when (broken is CryptographicException or UnauthorizedAccessException)
        {
            throw new IOException($"{file}: cannot be read as PEM certificates: {broken.Message}", broken);
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new IOException($"{file}: holds no PEM certificate");
    }
}
