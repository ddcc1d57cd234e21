namespace Postvakt.Messages;

/// <summary>Bounds on what one mail may cost. What lies past a bound becomes a defect of the message, never an exception.</summary>
public sealed record MessageLimits
{
    /// <summary>Bytes of a mail that are read; more is spooled by the caller but not parsed. 64 MiB: larger than any provider accepts after base64.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>MIME parts. 1,000: a mail of ten thousand empty parts costs seconds in tree walks.</summary>
    public int MaxParts { get; init; } = 1_000;

    /// <summary>Nesting of multiparts and enclosed messages. 32: deeper is only ever an attack on recursion.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Header fields that are looked at, per part. 1,000: header bombs.</summary>
    public int MaxHeaders { get; init; } = 1_000;

    /// <summary>Decoded characters of text read per body. 256 Ki: of a longer text the beginning is judged, and the mail is undetermined.</summary>
    public int MaxBodyChars { get; init; } = 256 << 10;

    /// <summary>Decoded characters of text read per mail, over all bodies. 2 Mi: a thousand bodies of the longest kind would take minutes.</summary>
    public long MaxTextChars { get; init; } = 2L << 20;

    /// <summary>Lines of a body that are looked at. 20,000: line-wise rules stay linear and bounded.</summary>
    public int MaxLines { get; init; } = 20_000;

    /// <summary>Nesting of HTML elements; deeper elements are read as text of their parent. 200: nested-div bombs.</summary>
    public int MaxHtmlDepth { get; init; } = 200;

    /// <summary>Links kept per mail. 500: newsletters hold about 100; a mail with more is undetermined.</summary>
    public int MaxLinks { get; init; } = 500;

    /// <summary>Quoted messages kept per body. 64.</summary>
    public int MaxQuotes { get; init; } = 64;

    /// <summary>Addresses kept per header field. 500.</summary>
    public int MaxAddresses { get; init; } = 500;

    public static readonly MessageLimits Default = new();
}
