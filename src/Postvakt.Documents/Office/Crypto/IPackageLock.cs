namespace Postvakt.Documents.Office.Crypto;

/// <summary>A lock of a whole package.</summary>
internal interface IPackageLock : IPasswordLock
{
    /// <param name="package">The stream with its stated length in front: eight bytes at least.</param>
    byte[] Decrypt(ReadOnlySpan<byte> package);
}
