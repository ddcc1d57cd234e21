namespace Postvakt.Protocols.Smtp;

/// <summary>Looks whether content holds a CR without LF or an LF without CR, however it is cut.</summary>
internal sealed class BareLineEnds
{
    private bool _found, _afterCr;

    /// <summary>As of now: a CR at the very end counts, as nothing follows it.</summary>
    public bool Found => _found || _afterCr;

    public void Scan(ReadOnlySpan<byte> content)
    {
        if (_found || content.IsEmpty) return;
        if (_afterCr)
        {
            _afterCr = false;
            if (content[0] != '\n')
            {
                _found = true;
                return;
            }
            content = content[1..];
        }
        while (content.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var at)
        {
            if (content[at] == '\r' && at + 1 == content.Length)
            {
                _afterCr = true;
                return;
            }
            if (content[at] == '\n' || content[at + 1] != '\n')
            {
                _found = true;
                return;
            }
            content = content[(at + 2)..];
        }
    }
}
