using System.Globalization;

namespace Postvakt.Protocols.Milter;

/// <summary>
/// An answer, with changes to the message if it is given at its end. Immutable: start from <see cref="Accept"/> or another kind and add changes.
/// Text that would break the protocol throws <see cref="ArgumentException"/> here, before anything is sent.
/// </summary>
public sealed class MilterReply
{
    /// <summary>Lines of a reply, and characters in each: what Sendmail's library takes, and RFC 5321 4.5.3.1.5 (512 bytes a reply line).</summary>
    private const int MaxLines = 32, MaxLine = 490;

    private readonly MilterModification[] _modifications;

    private MilterReply(MilterAnswer answer, string? text = null, MilterModification[]? modifications = null)
    {
        Answer = answer;
        Text = text;
        _modifications = modifications ?? [];
    }

    public static MilterReply Accept { get; } = new(MilterAnswer.Accept);
    public static MilterReply Continue { get; } = new(MilterAnswer.Continue);
    public static MilterReply Discard { get; } = new(MilterAnswer.Discard);
    public static MilterReply Reject { get; } = new(MilterAnswer.Reject);
    public static MilterReply TempFail { get; } = new(MilterAnswer.TempFail);
    public static MilterReply Shutdown { get; } = new(MilterAnswer.Shutdown);
    public static MilterReply ConnectionFailure { get; } = new(MilterAnswer.ConnectionFailure);

    public MilterAnswer Answer { get; }

    /// <summary>The SMTP reply of <see cref="MilterAnswer.ReplyCode"/>, lines parted by CRLF; null for the other kinds.</summary>
    public string? Text { get; }

    public IReadOnlyList<MilterModification> Modifications => _modifications;

    /// <summary>Refuse with our own words.</summary>
    /// <param name="code">400 to 599; 421 also closes the SMTP connection.</param>
    /// <param name="status">Enhanced status code (RFC 3463) of the same class, such as 5.7.1. Postfix takes no reply without one.</param>
    /// <param name="lines">1 to 32 lines of printable ASCII, up to 490 characters each.</param>
    public static MilterReply WithCode(int code, string status, params ReadOnlySpan<string> lines)
    {
        if (code is < 400 or > 599) throw new ArgumentOutOfRangeException(nameof(code), "a refusal's code is 400 to 599");
        if (!EnhancedStatus.IsValid(status, code / 100)) throw new ArgumentException("an enhanced status code is three numbers, the first one the reply's class", nameof(status));
        if (lines.Length is 0 or > MaxLines) throw new ArgumentException("a reply has 1 to 32 lines", nameof(lines));
        var replies = new string[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > MaxLine || lines[i].AsSpan().ContainsAnyExceptInRange(' ', '~'))
                throw new ArgumentException("a reply line is printable ASCII of at most 490 characters", nameof(lines));
            replies[i] = string.Create(CultureInfo.InvariantCulture, $"{code}{(i == lines.Length - 1 ? ' ' : '-')}{status} {lines[i]}");
        }
        return new(MilterAnswer.ReplyCode, string.Join("\r\n", replies));
    }

    /// <summary>Adds a field after the others. Folded lines begin with white space.</summary>
    public MilterReply AddHeader(string name, string value) => With(MilterModification.AddHeader(name, value));

    /// <summary>Puts a field before the one with this index, 0 being the top; past the end means after the others.</summary>
    public MilterReply InsertHeader(int index, string name, string value) => With(MilterModification.InsertHeader(index, name, value));

    /// <summary>Replaces a field's value.</summary>
    /// <param name="occurrence">Which of the fields with this name, from 1.</param>
    public MilterReply ChangeHeader(string name, int occurrence, string value) => With(MilterModification.ChangeHeader(occurrence, name, value));

    /// <summary>Takes a field away; see <see cref="ChangeHeader"/>.</summary>
    public MilterReply DeleteHeader(string name, int occurrence) => With(MilterModification.ChangeHeader(occurrence, name, ""));

    /// <summary>Replaces the whole body; lines end in CRLF. The header stays, so its MIME fields must still fit.</summary>
    public MilterReply ReplaceBody(ReadOnlyMemory<byte> body) => With(MilterModification.ReplaceBody(body));

    /// <summary>Adds a recipient, with ESMTP arguments if given (a different action of the negotiation).</summary>
    public MilterReply AddRecipient(string address, string? arguments = null) => With(MilterModification.AddRecipient(address, arguments));

    /// <summary>Takes a recipient away; the address as it came in the envelope.</summary>
    public MilterReply DeleteRecipient(string address) => With(MilterModification.DeleteRecipient(address));

    /// <summary>Replaces the envelope sender.</summary>
    public MilterReply ChangeSender(string address, string? arguments = null) => With(MilterModification.ChangeSender(address, arguments));

    /// <summary>Puts the message into the server's hold queue; with <see cref="Accept"/> or <see cref="Continue"/>.</summary>
    public MilterReply Quarantine(string reason) => With(MilterModification.Quarantine(reason));

    private MilterReply With(MilterModification modification) => new(Answer, Text, [.. _modifications, modification]);
}
