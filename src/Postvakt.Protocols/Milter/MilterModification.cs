using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Protocols.Milter;

/// <summary>One change to a message, made through <see cref="MilterReply"/>.</summary>
public sealed class MilterModification
{
    /// <summary>Bytes of one change but the body's: what every server takes in one packet.</summary>
    internal const int MaxBytes = 65_535;

    private readonly byte[] _bytes;

    private MilterModification(MilterActions needs, char code, byte[] bytes)
    {
        if (code != 'b' && bytes.Length > MaxBytes - 1) throw new ArgumentException($"a change of {bytes.Length} bytes does not fit one packet");
        Needs = needs;
        Code = (byte)code;
        _bytes = bytes;
    }

    /// <summary>The action that must have been negotiated.</summary>
    public MilterActions Needs { get; }

    internal byte Code { get; }

    /// <summary>The packet without its code.</summary>
    internal ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Where the header value begins, so that a leading space can be put there; -1 if there is none.</summary>
    internal int ValueAt { get; private init; } = -1;

    internal static MilterModification AddHeader(string name, string value) => Header(MilterActions.AddHeaders, 'h', null, name, value);

    internal static MilterModification InsertHeader(int index, string name, string value) => Header(MilterActions.AddHeaders, 'i', index, name, value);

    internal static MilterModification ChangeHeader(int occurrence, string name, string value) => Header(MilterActions.ChangeHeaders, 'm', occurrence, name, value);

    internal static MilterModification ReplaceBody(ReadOnlyMemory<byte> body) => new(MilterActions.ChangeBody, 'b', body.ToArray());

    internal static MilterModification AddRecipient(string address, string? arguments) => arguments is null
        ? new(MilterActions.AddRecipients, '+', Terminated(Line(address)))
        : new(MilterActions.AddRecipientsWithArguments, '2', Terminated(Line(address), Line(arguments)));

    internal static MilterModification DeleteRecipient(string address) => new(MilterActions.DeleteRecipients, '-', Terminated(Line(address)));

    internal static MilterModification ChangeSender(string address, string? arguments) => new(MilterActions.ChangeSender, 'e',
        arguments is null ? Terminated(Line(address)) : Terminated(Line(address), Line(arguments)));

    internal static MilterModification Quarantine(string reason) => new(MilterActions.Quarantine, 'q', Terminated(Line(reason)));

    private static MilterModification Header(MilterActions needs, char code, int? index, string name, string value)
    {
        if (index is < 0) throw new ArgumentOutOfRangeException(nameof(index), "a header index is 0 or more");
        var text = Terminated(Name(name), Folded(value));
        var prefix = index is null ? 0 : 4;
        var bytes = new byte[prefix + text.Length];
        if (index is { } number) BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        text.CopyTo(bytes, prefix);
        // An empty value means "delete": a space in front of it would be a value.
        return new(needs, code, bytes) { ValueAt = value.Length == 0 ? -1 : prefix + name.Length + 1 };
    }

    private static byte[] Terminated(params ReadOnlySpan<string> texts) => Encoding.UTF8.GetBytes(string.Concat(string.Join('\0', texts), "\0"));

    /// <summary>RFC 5322 2.2: printable ASCII but the colon.</summary>
    private static string Name(string name) => name.Length > 0 && name.All(c => c is > ' ' and < '\x7f' and not ':')
        ? name : throw new ArgumentException("a header name is printable ASCII without a colon");

    /// <summary>Line ends become LF, as servers expect. A line that does not begin with white space would be a header field of its own.</summary>
    private static string Folded(string value)
    {
        value = value.Replace("\r\n", "\n", StringComparison.Ordinal);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is '\0' or '\r') throw new ArgumentException("a header value holds no NUL and no bare CR");
            if (value[i] == '\n' && (i + 1 == value.Length || value[i + 1] is not (' ' or '\t')))
                throw new ArgumentException("a folded header line begins with white space");
        }
        return value;
    }

    private static string Line(string text) => text.AsSpan().ContainsAny('\0', '\r', '\n')
        ? throw new ArgumentException("an address, argument or reason holds no line end and no NUL") : text;
}
