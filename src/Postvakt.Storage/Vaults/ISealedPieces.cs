namespace Postvakt.Storage.Vaults;

/// <summary>The stored pieces of one sealed item in their order: head, then chunks.</summary>
internal interface ISealedPieces : IDisposable
{
    /// <summary>The next piece, or null at the end. At most <see cref="SealedForm.ChunkSize"/> and a tag.</summary>
    byte[]? Next();
}
