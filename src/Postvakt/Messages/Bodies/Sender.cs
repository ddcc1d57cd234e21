namespace Postvakt.Messages.Bodies;

/// <summary>Takes a sender as mail programs write it apart: name, address, and the date Notes appends with "on".</summary>
internal static class Sender
{
    public static (string? Name, string? Address, string? Date) Read(string value)
    {
        string? date = null;
        var on = value.LastIndexOf(" on ", StringComparison.OrdinalIgnoreCase);
        if (on > 0 && on + 4 < value.Length && char.IsDigit(value[on + 4]))
        {
            date = value[(on + 4)..].Trim();
            value = value[..on];
        }
        var address = FindAddress(value, out var start, out _);
        // "X/HOU/ECT@ECT" and "X@ENRON" are Notes names, not addresses.
        var name = address is null ? value : start > 0 ? value[..start] : "";
        name = CleanName(name);
        if (name.Length == 0 && address is not null && value.Length > start + address.Length)
        {
            name = CleanName(value[(start + address.Length)..]);
            name = name.Contains('@', StringComparison.Ordinal) || name.Length < 2 ? "" : name;
        }
        return (name.Length == 0 ? null : name, address, date);
    }

    /// <summary>First mail address in the text; a domain with a dot is asked for.</summary>
    public static string? FindAddress(string text, out int start, out int end)
    {
        start = end = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            start = at;
            while (start > 0 && at - start < 128 && IsAddress(text[start - 1]))
            {
                start--;
            }
            end = at + 1;
            while (end < text.Length && end - at < 254 && IsDomain(text[end]))
            {
                end++;
            }
            while (end > at && text[end - 1] is '.' or '-')
            {
                end--;
            }
            if (start < at && text.AsSpan(at, end - at).Contains('.'))
            {
                return text[start..end];
            }
        }
        start = end = 0;
        return null;
    }

    public static string CleanName(string name)
    {
        var bracket = name.IndexOf("[mailto", StringComparison.OrdinalIgnoreCase);
        if (bracket >= 0)
        {
            name = name[..bracket];
        }
        name = name.Replace("mailto:", "", StringComparison.OrdinalIgnoreCase);
        return name.Trim(" \t\"'<>()[],;:*_\u201C\u201D\u201E\u2018\u2019\u00AB\u00BB\u300C\u300D".ToCharArray());
    }

    private static bool IsAddress(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '=' or '%' or '\'' or '&' or '/' or '#' or '!';

    private static bool IsDomain(char c) => char.IsLetterOrDigit(c) || c is '.' or '-';
}
