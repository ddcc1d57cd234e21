using MimeKit;

namespace Postvakt.Messages;

/// <summary>The header fields we read, collected in one pass over a mail's header.</summary>
internal sealed class HeaderFields
{
    private const int MaxReceived = 20;
    private const int MaxAuthenticationResults = 10;
    private readonly List<string> _received = [];
    private readonly List<string> _authentication = [];

    public int Count { get; private set; }
    public string MessageId { get; private set; } = "";
    public string InReplyTo { get; private set; } = "";
    public string References { get; private set; } = "";
    public string Client { get; private set; } = "";
    public string ReturnPath { get; private set; } = "";
    public string ListId { get; private set; } = "";
    public bool Bulk { get; private set; }
    public bool Automatic { get; private set; }
    public IReadOnlyList<string> Received => _received;
    public IReadOnlyList<string> AuthenticationResults => _authentication;

    public static HeaderFields Read(HeaderList headers, int limit, ref MessageDefects defects)
    {
        var fields = new HeaderFields();
        var once = 0UL;
        foreach (var header in headers)
        {
            if (++fields.Count > limit)
            {
                defects |= MessageDefects.TooManyHeaders;
                break;
            }
            fields.Take(header);
            if (header.Id is HeaderId.From or HeaderId.Date or HeaderId.Subject or HeaderId.MessageId or HeaderId.To or HeaderId.Cc)
            {
                var bit = 1UL << ((int)header.Id & 63);
                if ((once & bit) != 0) defects |= MessageDefects.DuplicateHeader;
                once |= bit;
                if (header.RawValue.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0xFF)) defects |= MessageDefects.EightBitHeader;
            }
        }
        return fields;
    }

    private void Take(Header header)
    {
        switch (header.Id)
        {
            case HeaderId.MessageId: MessageId = header.Value; break;
            case HeaderId.InReplyTo: InReplyTo = header.Value; break;
            case HeaderId.References: References = header.Value; break;
            case HeaderId.XMailer or HeaderId.UserAgent: Client = Cut(header.Value); break;
            case HeaderId.ReturnPath: ReturnPath = Cut(header.Value).Trim(' ', '<', '>'); break;
            case HeaderId.ListId: ListId = Bracketed(Cut(header.Value)); break;
            case HeaderId.ListUnsubscribe: Bulk = true; break;
            case HeaderId.Precedence: Bulk |= header.Value.Contains("bulk", StringComparison.OrdinalIgnoreCase); break;
            case HeaderId.AutoSubmitted: Automatic |= !header.Value.Trim().StartsWith("no", StringComparison.OrdinalIgnoreCase); break;
            case HeaderId.Received when _received.Count < MaxReceived: _received.Add(header.Value); break;
            case HeaderId.AuthenticationResults when _authentication.Count < MaxAuthenticationResults: _authentication.Add(header.Value); break;
            case HeaderId.Unknown when header.Field.Equals("X-Autoreply", StringComparison.OrdinalIgnoreCase): Automatic = true; break;
        }
    }

    private static string Cut(string value) => value.Length > 256 ? value[..256] : value;

    private static string Bracketed(string value)
    {
        var open = value.LastIndexOf('<');
        var close = value.LastIndexOf('>');
        return (open >= 0 && close > open ? value[(open + 1)..close] : value).Trim().ToLowerInvariant();
    }
}
