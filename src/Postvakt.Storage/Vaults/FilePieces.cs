namespace Postvakt.Storage.Vaults;

/// <summary>Pieces one behind the other in a file: all chunks but the last are full.</summary>
internal sealed class FilePieces(FileStream file) : ISealedPieces
{
    public byte[]? Next()
    {
        var piece = new byte[file.Position == 0 ? SealedForm.HeadSize : SealedForm.ChunkSize + SealedForm.TagSize];
        var length = file.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
        return length == 0 ? null : length == piece.Length ? piece : piece[..length];
    }

    public void Dispose() => file.Dispose();
}
