using MimeKit;

namespace Postvakt.Messages;

/// <summary>The header of a mail as it stands, for whoever asks for more than a <see cref="Message"/> says. Keeps the fields as they came; nothing is decoded before somebody asks.</summary>
public sealed class MailHeader
{
    private readonly Header[] _headers;
    private MailField[]? _fields;

    private MailHeader(Header[] headers) => _headers = headers;

    public static MailHeader Empty { get; } = new([]);

    /// <summary>The topmost first: who took the mail last put his fields on top (RFC 5321 4.4).</summary>
    public IReadOnlyList<MailField> Fields => _fields ??= [.. _headers.Select(h => new MailField(h))];

    /// <summary>The value of the topmost field of this name, or null.</summary>
    public string? Value(string name) => Fields.FirstOrDefault(f => f.Is(name))?.Value;

    /// <param name="limit">Fields kept.</param>
    internal static MailHeader Of(MimeMessage mime, int limit)
    {
        // The library keeps Content-* with the body; where a field stood says which server wrote it.
        IEnumerable<Header> headers = mime.Body is { Headers.Count: > 0 } body ? mime.Headers.Concat(body.Headers).OrderBy(h => h.Offset) : mime.Headers;
        return new([.. headers.Take(limit)]);
    }
}
