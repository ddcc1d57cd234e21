namespace Postvakt.Documents.Excel.Formulas;

/// <summary>Reads the names of cells at the beginning of a text.</summary>
internal static class CellNames
{
    /// <summary>"A1", "$B$7".</summary>
    public static bool Plain(ReadOnlySpan<char> text, out int row, out int column, out int length)
    {
        (row, column, length) = (0, 0, 0);
        var at = Letters(text, 0, out column);
        if (at == 0) return false;
        if (at < text.Length && text[at] == '$') at++;
        if (!Digits(text, ref at, out row) || row is < 1 or > Area.MaxRow + 1) return false;
        (row, length) = (row - 1, at);
        return true;
    }

    /// <summary>"A:C", "$A:$C".</summary>
    public static bool Columns(ReadOnlySpan<char> text, out int first, out int last, out int length)
    {
        (last, length) = (0, 0);
        var at = Letters(text, 0, out first);
        if (at == 0 || at >= text.Length || text[at] != ':') return false;
        length = Letters(text, at + 1, out last);
        return length > 0;
    }

    /// <summary>"R1C1", "R[-1]C", "RC[2]"; the short forms only where they are expected.</summary>
    public static bool RowColumn(ReadOnlySpan<char> text, Area from, bool expected, out int row, out int column, out int length)
    {
        (row, column, length) = (from.Row, from.Column, 0);
        if (text.Length < 2 || text[0] is not ('R' or 'r')) return false;
        var at = 1;
        if (!Part(text, ref at, ref row, out var rowGiven) || at >= text.Length || text[at] is not ('C' or 'c')) return false;
        at++;
        if (!Part(text, ref at, ref column, out var columnGiven)) return false;
        if (!expected && !(rowGiven && columnGiven) && text[..at].IndexOf('[') < 0) return false;
        length = at;
        // Offsets wrap around the sheet's edges.
        (row, column) = (row & Area.MaxRow, column & Area.MaxColumn);
        return true;
    }

    private static bool Part(ReadOnlySpan<char> text, ref int at, ref int place, out bool given)
    {
        given = true;
        if (at < text.Length && text[at] == '[')
        {
            at++;
            var minus = at < text.Length && text[at] == '-';
            if (minus) at++;
            if (!Digits(text, ref at, out var offset) || at >= text.Length || text[at] != ']') return false;
            at++;
            place += minus ? -offset : offset;
            return true;
        }
        if (Digits(text, ref at, out var absolute))
        {
            place = absolute - 1;
            return absolute >= 1;
        }
        given = false;
        return true;
    }

    private static int Letters(ReadOnlySpan<char> text, int at, out int column)
    {
        column = 0;
        if (at < text.Length && text[at] == '$') at++;
        var from = at;
        while (at < text.Length && at - from < 4 && char.IsAsciiLetter(text[at])) column = column * 26 + (text[at++] & 0x1F);
        column--;
        return at > from && column <= Area.MaxColumn ? at : 0;
    }

    private static bool Digits(ReadOnlySpan<char> text, ref int at, out int number)
    {
        number = 0;
        var from = at;
        while (at < text.Length && at - from < 8 && char.IsAsciiDigit(text[at])) number = number * 10 + (text[at++] - '0');
        return at > from;
    }
}
