using System.Text;
using MailKit;

namespace Postvakt.Server.Mailboxes.Imap;

/// <summary>
/// Hears with which code a server refuses a sign-in (RFC 5530 section 3), because MailKit passes on its words alone: a server in trouble is another thing than a mailbox that there is not.
/// Keeps the code of the last refusal and the beginning of the line that comes; nothing of what is sent.
/// </summary>
internal sealed class RefusalCode : IProtocolLogger
{
    /// <summary>Characters of a line that are looked at. 200: tag, NO and code stand at its beginning.</summary>
    private const int MaxLine = 200;

    private readonly StringBuilder _line = new();

    /// <summary>"UNAVAILABLE", or empty.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Not the sign-in is refused, the server is in trouble: later it may work.</summary>
    public bool IsPassing => Code is "UNAVAILABLE" or "LIMIT" or "INUSE" or "SERVERBUG";

    /// <summary>Signed in: what comes from then on is not looked at.</summary>
    public bool IsDone { get; set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    public void LogConnect(Uri uri)
    {
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (IsDone) return;
        foreach (var one in buffer.AsSpan(offset, count))
        {
            if (one == (byte)'\n') EndLine();
            else if (_line.Length < MaxLine) _line.Append((char)one);
        }
    }

    public void Dispose()
    {
    }

    private void EndLine()
    {
        var line = _line.ToString();
        _line.Clear();
        // "A00000002 NO [UNAVAILABLE] Temporary authentication failure."
        if (line.Split(' ', 3) is not [_, "NO", var rest]) return;
        Code = rest.StartsWith('[') && rest.AsSpan().IndexOfAny(']', ' ') is var end and > 1 ? rest[1..end].ToUpperInvariant() : "";
    }
}
