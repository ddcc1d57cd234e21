namespace Postvakt.Messages.Bodies;

/// <summary>What in a line looks like a date, whatever the language: years, clock times, numbers between separators.</summary>
internal readonly record struct DateEvidence(bool HasYear, bool HasTime, bool HasDay)
{
    public bool Any => HasYear || HasTime || HasDay;

    public static DateEvidence In(ReadOnlySpan<char> text)
    {
        var year = false;
        var time = false;
        var day = false;
        var before = '\0';
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsDigit(text[i]))
            {
                before = text[i++];
                continue;
            }
            var start = i;
            while (i < text.Length && char.IsDigit(text[i]))
            {
                i++;
            }
            var length = i - start;
            var after = i + 1 < text.Length && char.IsDigit(text[i + 1]) ? text[i] : '\0';
            if (length == 4 && (char.GetNumericValue(text[start]) is 1 or 2) && before is not ('@' or '.' or '#'))
            {
                year = true;
            }
            time |= length <= 2 && (after == ':' || (after == '.' && i + 2 < text.Length && char.IsDigit(text[i + 2])
                && (i + 3 == text.Length || text[i + 3] is not '.')));
            day |= length <= 4 && after is '/' or '-' or '.' && SecondSeparator(text, i, after);
            // CJK dates: 2016年12月12日, 下午8:45
            day |= i < text.Length && text[i] is '年' or '月' or '日' or '년' or '월' or '일';
            before = '\0';
        }
        return new(year, time, day);
    }

    private static bool SecondSeparator(ReadOnlySpan<char> text, int at, char separator)
    {
        var i = at + 1;
        while (i < text.Length && char.IsDigit(text[i]))
        {
            i++;
        }
        return i - at is 2 or 3 && i + 1 < text.Length && text[i] == separator && char.IsDigit(text[i + 1]);
    }
}
