namespace Postvakt.Documents.Tests.Building;

/// <summary>How one entry of a <see cref="ZipMaker"/> archive is written.</summary>
internal sealed record ZipOptions
{
    public ushort Method { get; init; } = 8;

    public string? Password { get; init; }

    /// <summary>0: the traditional encryption; 1 to 3: AES with 128 to 256 bits.</summary>
    public int Aes { get; init; }

    public int AesVersion { get; init; } = 2;

    public bool Streamed { get; init; }

    public bool Zip64 { get; init; }

    /// <summary>Written into the local header in place of the name.</summary>
    public string? HeaderName { get; init; }

    public ushort? HeaderMethod { get; init; }

    public bool Unlisted { get; init; }

    /// <summary>Bytes that are packed already, by <see cref="Method"/>.</summary>
    public byte[]? Packed { get; init; }

    public long? StatedSize { get; init; }

    public int ExtraFlags { get; init; }
}
