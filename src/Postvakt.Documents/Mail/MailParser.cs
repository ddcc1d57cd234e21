using MimeKit;

namespace Postvakt.Documents.Mail;

/// <summary>
/// MimeKit's parser within bounds that it has not: it makes objects of all parts and fields before anybody can count them (140 bytes for each byte of empty parts), copies a field again for each 4 KiB of it, and what
/// stands before the first field of an enclosed mail again for each line. Past a bound a mail is read as if it ended there.
/// </summary>
public static class MailParser
{
    /// <summary>Bytes of a header field, 1 MiB: thirty thousand recipients, ten times what mail servers take.</summary>
    internal const int MaxField = 1 << 20;

    /// <summary>Parts, and mails within the mail. 10,000: ten times what is looked at.</summary>
    internal const int MaxParts = 10_000;

    /// <summary>Header fields of all parts together. 50,000.</summary>
    internal const int MaxFields = 50_000;

    /// <summary>Lines before the first field of a header that are no fields. 20.</summary>
    internal const int MaxStrays = 20;

    /// <summary>A mail (RFC 5322). Contents of its parts stay in the stream, which outlives it.</summary>
    /// <param name="stream">Seekable; read from where it stands.</param>
    /// <param name="most">Bytes that are read.</param>
    /// <param name="isCut">Whether something was left unread.</param>
    /// <exception cref="FormatException">It begins with no header field.</exception>
    public static MimeMessage ParseMessage(ParserOptions options, Stream stream, long most, out bool isCut, CancellationToken cancellation = default) => Parse(options, stream, most, out isCut, p => p.ParseMessage(cancellation));

    /// <summary>A part, whose header comes first (RFC 2045), as <see cref="ParseMessage"/>.</summary>
    /// <exception cref="FormatException">It begins with no header field.</exception>
    public static MimeEntity ParseEntity(ParserOptions options, Stream stream, out bool isCut, CancellationToken cancellation = default) => Parse(options, stream, long.MaxValue, out isCut, p => p.ParseEntity(cancellation));

    /// <summary>A header alone, as <see cref="ParseMessage"/>; what is past a bound is left out.</summary>
    /// <exception cref="FormatException">It begins with no header field.</exception>
    public static HeaderList ParseHeaders(ParserOptions options, Stream stream) => Parse(options, stream, long.MaxValue, out _, p => p.ParseHeaders());

    private static T Parse<T>(ParserOptions options, Stream stream, long most, out bool isCut, Func<Parser, T> parse)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var source = new Source(stream, most);
        var parsed = parse(new Parser(options, source));
        isCut = source.IsCut;
        source.Release();
        return parsed;
    }

    private sealed class Parser(ParserOptions options, Source source) : ExperimentalMimeParser(options, source, MimeFormat.Entity, persistent: true)
    {
        private int _parts, _fields;

        /// <summary>Lines so far that are no fields; -1 once there was a field.</summary>
        private int _strays;

        /// <summary>Of the mail, of a part, of a mail within it.</summary>
        protected override void OnHeadersBegin(long beginOffset, int beginLineNumber, CancellationToken cancellationToken)
        {
            _strays = 0;
            if (++_parts > MaxParts) source.Cut();
            source.Grant(MaxField);
            base.OnHeadersBegin(beginOffset, beginLineNumber, cancellationToken);
        }

        protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
        {
            // What is no field comes as one whose name is all of the line.
            if (_strays >= 0) _strays = header.RawField.Contains((byte)'\n') ? _strays + 1 : -1;
            source.Grant(MaxField);
            if (_strays > MaxStrays || ++_fields > MaxFields) source.Cut();
            else base.OnHeaderRead(header, beginLineNumber, cancellationToken);
        }

        protected override void OnHeadersEnd(long beginOffset, int beginLineNumber, long endOffset, int endLineNumber, CancellationToken cancellationToken)
        {
            source.Grant(long.MaxValue);
            base.OnHeadersEnd(beginOffset, beginLineNumber, endOffset, endLineNumber, cancellationToken);
        }
    }

    /// <summary>The stream as the parser gets it: up to a bound that moves on with it.</summary>
    private sealed class Source(Stream inner, long most) : Stream
    {
        /// <summary>Ends a field and its header: the parser takes a mail whose header breaks off within a field for none.</summary>
        private static ReadOnlySpan<byte> Ending => "\n\n"u8;

        private long _read, _granted = long.MaxValue, _end = -1;
        private bool _isEnded;

        /// <summary>Bytes that there are were kept from the parser.</summary>
        public bool IsCut { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }

        /// <summary>So much more may be read.</summary>
        public void Grant(long bytes) => _granted = bytes > long.MaxValue - _read ? long.MaxValue : _read + bytes;

        /// <summary>Nothing more is read.</summary>
        public void Cut() => (IsCut, most) = (true, 0);

        /// <summary>The parser has ended: contents are read from what it saw.</summary>
        public void Release() => _end = inner.Position;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var left = _end >= 0 ? _end - inner.Position : Math.Min(most, _granted) - _read;
            if (left > 0)
            {
                var read = inner.Read(buffer, offset, (int)Math.Min(left, count));
                _read += read;
                return read;
            }
            if (_end >= 0 || _isEnded || count < Ending.Length || inner.Position >= inner.Length) return 0;
            Cut();
            _isEnded = true;
            Ending.CopyTo(buffer.AsSpan(offset));
            return Ending.Length;
        }

        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
