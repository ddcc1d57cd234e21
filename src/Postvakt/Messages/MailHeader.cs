using MimeKit;

namespace Postvakt.Messages;

/// <summary>The header of a mail as it stands, for whoever asks for more than a <see cref="Message"/> says. Keeps the fields as they came; nothing is decoded before somebody asks.</summary>
public sealed class MailHeader
{
    private readonly Header[] _own;
    private readonly Header[] _body;
    private readonly int _limit;
    private MailField[]? _fields;

    private MailHeader(Header[] own, Header[] body, int limit) => (_own, _body, _limit) = (own, body, limit);

    public static MailHeader Empty { get; } = new([], [], 0);

    /// <summary>The topmost first: who took the mail last put his fields on top (RFC 5321 4.4).</summary>
    public IReadOnlyList<MailField> Fields => _fields ??= [.. _own.Concat(_body).OrderBy(h => h.Offset).Take(_limit).Select(h => new MailField(h))];

    /// <summary>The value of the topmost field of this name, or null.</summary>
    public string? Value(string name) => Fields.FirstOrDefault(f => f.Is(name))?.Value;

    /// <param name="limit">Fields kept.</param>
    /// <remarks>The library keeps Content-* with the body; where a field stood says which server wrote it.</remarks>
    internal static MailHeader Of(MimeMessage mime, int limit) => new([.. mime.Headers], mime.Body is { } body ? [.. body.Headers] : [], limit);
}
