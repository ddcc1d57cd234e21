namespace Postvakt.Authentication.Dkim;

/// <summary>"name=value; …" of signatures and key records (RFC 6376 3.2). Linear in the text.</summary>
internal static class TagList
{
    /// <summary>Tags of a list. 40: the standards define about fifteen.</summary>
    private const int MaxTags = 40;

    /// <summary>The tags, values without white space at their ends; null when the list is malformed: two of a name, or a part that is no tag.</summary>
    public static Dictionary<string, string>? Parse(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split(';', MaxTags + 1))
        {
            var tag = part.AsSpan().Trim(" \t\r\n");
            if (tag.Length == 0) continue;
            var equals = tag.IndexOf('=');
            if (equals <= 0 || tags.Count == MaxTags || !tags.TryAdd(tag[..equals].TrimEnd(" \t\r\n").ToString(), tag[(equals + 1)..].TrimStart(" \t\r\n").ToString())) return null;
        }
        return tags;
    }

    /// <summary>A value of base64 or of names, which may be folded anywhere.</summary>
    public static string Unfolded(string value) => value.AsSpan().ContainsAny(" \t\r\n") ? string.Concat(value.Where(c => c is not (' ' or '\t' or '\r' or '\n'))) : value;
}
