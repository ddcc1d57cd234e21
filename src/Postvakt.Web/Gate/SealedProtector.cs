using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Postvakt.Memory;

namespace Postvakt.Web.Gate;

/// <summary>Protects forms and circuits with the key ring that all nodes share: no keys of the framework's own lie about in a home directory.</summary>
internal sealed class SealedProtector(SealingKey seal, string purpose) : IDataProtectionProvider, IDataProtector
{
    public IDataProtector CreateProtector(string purpose1) => new SealedProtector(seal, purpose + "\n" + purpose1);

    public byte[] Protect(byte[] plaintext) => seal.Seal(plaintext, purpose);

    public byte[] Unprotect(byte[] protectedData) => seal.Open(protectedData, purpose) ?? throw new CryptographicException("not sealed by this installation");
}
