namespace Postvakt.Messages.Bodies;

/// <summary>A text part before it was read.</summary>
/// <param name="Text">Decoded, within <see cref="MessageLimits.MaxBodyChars"/>: markup as it stands, lines as they end.</param>
/// <param name="Charset">As declared, or empty.</param>
/// <param name="TransferEncoding">As declared, lower case, or empty.</param>
public sealed record BodySource(string Text, string Charset, string TransferEncoding);
