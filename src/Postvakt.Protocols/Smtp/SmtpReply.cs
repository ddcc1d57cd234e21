using System.Globalization;

namespace Postvakt.Protocols.Smtp;

/// <summary>An SMTP reply (RFC 5321 4.2): ours to a client, or a server's to us. Immutable.</summary>
public sealed class SmtpReply
{
    /// <summary>RFC 5321 4.5.3.1.5: 512 bytes a reply line, of which code, status and line end take some.</summary>
    private const int MaxLine = 490;

    private const int MaxLines = 32;

    private SmtpReply(int code, string? status, IReadOnlyList<string> lines) => (Code, Status, Lines) = (code, status, lines);

    /// <summary>200 to 599.</summary>
    public int Code { get; }

    /// <summary>Enhanced status code (RFC 3463) of the same class, such as 5.7.1; null if there is none.</summary>
    public string? Status { get; }

    /// <summary>The text, at least one line. A server's text is hostile: printable characters only, but anything may stand in it.</summary>
    public IReadOnlyList<string> Lines { get; }

    public bool IsPositive => Code is >= 200 and < 400;
    public bool IsTemporary => Code is >= 400 and < 500;
    public bool IsPermanent => Code >= 500;

    /// <summary>250 2.0.0.</summary>
    public static SmtpReply Accepted(string text) => Create(250, "2.0.0", text);

    /// <summary>A reply of ours.</summary>
    /// <param name="status">Of the same class as the code; null where none belongs (3xx, greeting, EHLO).</param>
    /// <param name="lines">1 to 32 lines of printable ASCII, up to 490 characters each.</param>
    /// <exception cref="ArgumentException">It would break the protocol.</exception>
    public static SmtpReply Create(int code, string? status, params ReadOnlySpan<string> lines)
    {
        if (code is < 200 or > 599) throw new ArgumentOutOfRangeException(nameof(code), "a reply code is 200 to 599");
        if (status is not null && !EnhancedStatus.IsValid(status, code / 100))
            throw new ArgumentException("an enhanced status code is three numbers, the first one the reply's class", nameof(status));
        if (lines.Length is 0 or > MaxLines) throw new ArgumentException("a reply has 1 to 32 lines", nameof(lines));
        foreach (var line in lines)
        {
            if (line.Length > MaxLine || line.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                throw new ArgumentException("a reply line is printable ASCII of at most 490 characters", nameof(lines));
        }
        return new(code, status, lines.ToArray());
    }

    /// <summary>A reply of a server, its text made printable and its status split off.</summary>
    internal static SmtpReply Read(int code, IReadOnlyList<string> lines)
    {
        string? status = null;
        var texts = new string[lines.Count];
        for (var i = 0; i < texts.Length; i++)
        {
            var line = string.Concat(lines[i].Select(c => char.IsControl(c) ? '?' : c));
            var first = line.Split(' ', 2);
            var has = code / 100 is 2 or 4 or 5 && EnhancedStatus.IsValid(first[0], code / 100);
            if (has) status ??= first[0];
            texts[i] = has ? first.ElementAtOrDefault(1) ?? "" : line;
        }
        return new(code, status, texts);
    }

    /// <summary>As it stands on the wire, without the last line end.</summary>
    public override string ToString() => string.Join("\r\n", Lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture,
        $"{Code}{(i == Lines.Count - 1 ? ' ' : '-')}{Status}{(Status is null ? "" : " ")}{line}")));
}
