namespace Postvakt.Documents.Office.Crypto;

/// <summary>A lock of the streams of old binary documents.</summary>
internal interface IStreamLock : IPasswordLock
{
    /// <summary>Decrypts a part of a stream.</summary>
    /// <param name="start">Where in the stream it begins; keys change along the stream.</param>
    byte[] Decrypt(ReadOnlySpan<byte> content, int start);
}
