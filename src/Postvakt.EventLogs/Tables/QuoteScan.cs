namespace Postvakt.EventLogs.Tables;

/// <summary>Follows the quotes of RFC 4180 over the lines of one record: a quote opens a value only where the value begins.</summary>
internal struct QuoteScan(char delimiter)
{
    private bool _isInside;
    private bool _isAtEnd;

    /// <summary>Takes one more line of the record; true when a value is still open after it.</summary>
    public bool IsOpenAfter(ReadOnlySpan<byte> line)
    {
        if (!_isInside && line.IndexOf((byte)'"') < 0) return false;
        var atStart = !_isInside;
        foreach (var one in line)
        {
            if (_isInside)
            {
                if (one != '"') continue;
                (_isInside, _isAtEnd) = (false, true);
            }
            else if (one == '"' && (atStart || _isAtEnd)) (_isInside, _isAtEnd) = (true, false);
            else _isAtEnd = false;
            atStart = !_isInside && one == delimiter;
        }
        return _isInside;
    }
}
