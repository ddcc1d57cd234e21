namespace Postvakt.Protocols.Milter;

/// <summary>An address of the envelope.</summary>
/// <param name="Address">Without angle brackets; empty for the null sender (RFC 5321 4.5.5). Hostile text: may hold anything but NUL.</param>
/// <param name="Arguments">ESMTP arguments as they came, such as SIZE=1000 or NOTIFY=NEVER.</param>
public sealed record MilterMailbox(string Address, IReadOnlyList<string> Arguments)
{
    internal byte[]? Macros { get; init; }

    /// <summary>A macro that was sent for this very address, such as {rcpt_addr}; null if there was none. Braces may be left out.</summary>
    public string? Macro(string name) => MacroText.Find(Macros, name);
}
