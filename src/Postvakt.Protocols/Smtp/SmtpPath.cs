namespace Postvakt.Protocols.Smtp;

/// <summary>Reads what follows "MAIL FROM:" and "RCPT TO:" (RFC 5321 4.1.2), in one pass.</summary>
internal static class SmtpPath
{
    /// <summary>RFC 5321 4.5.3.1.3 says 256; SMTPUTF8 and long ticket addresses ask for more.</summary>
    private const int Longest = 512;

    /// <summary>"&lt;address&gt; parameters"; null if it is malformed.</summary>
    public static SmtpMailbox? Parse(string text)
    {
        var path = text.AsSpan().TrimStart(' ');
        if (path.IsEmpty || path[0] != '<' || End(path) is not (> 0 and var end)) return null;
        var address = WithoutRoute(path[1..end]);
        if (address.Length > Longest || (address.Length > 0 && !IsAddress(address))) return null;
        var rest = path[(end + 1)..];
        if (!rest.IsEmpty && rest[0] != ' ') return null;
        return Parameters(rest.ToString()) is { } parameters ? new(address.ToString(), parameters) : null;
    }

    /// <summary>Whether an address can stand between the brackets and comes back as it is.</summary>
    public static bool IsSafe(string address) => !address.AsSpan().ContainsAny('\r', '\n', '\0') && Parse($"<{address}>") is { } read && read.Address == address;

    /// <summary>Where the closing bracket stands; quoted strings may hold others.</summary>
    private static int End(ReadOnlySpan<char> path)
    {
        var quoted = false;
        for (var i = 1; i < path.Length; i++)
        {
            switch (path[i])
            {
                case '"': quoted = !quoted; break;
                case '\\' when quoted: i++; break;
                case '>' when !quoted: return i;
            }
        }
        return -1;
    }

    /// <summary>"@a,@b:user@c" is user@c: routes are read and ignored (RFC 5321 appendix C).</summary>
    private static ReadOnlySpan<char> WithoutRoute(ReadOnlySpan<char> address)
    {
        if (address.IsEmpty || address[0] != '@') return address;
        var colon = address.IndexOf(':');
        return colon < 0 ? address : address[(colon + 1)..];
    }

    private static bool IsAddress(ReadOnlySpan<char> address)
    {
        var quoted = false;
        for (var i = 0; i < address.Length; i++)
        {
            var c = address[i];
            if (char.IsControl(c)) return false;
            if (c == '"') quoted = !quoted;
            else if (quoted && c == '\\') i++;
            else if (!quoted && c is ' ' or '<' or '>' or '\\') return false;
        }
        return !quoted && address[0] != '@' && address[^1] != '@';
    }

    private static string[]? Parameters(string text)
    {
        var parameters = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var parameter in parameters)
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? parameter : parameter[..equals];
            if (key.Length == 0 || key[0] == '-' || equals == parameter.Length - 1 || !key.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return null;
        }
        return parameters;
    }
}
