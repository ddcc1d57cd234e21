namespace Postvakt.Messages;

/// <summary>Reads message ids out of header text (RFC 5322 3.6.4), forgiving about folding, missing brackets and stray words.</summary>
public static class MessageIds
{
    /// <summary>The first id in the text, or empty. Text without brackets counts as one id if it holds no blank.</summary>
    public static string First(string text)
    {
        var all = All(text, 1);
        return all.Count > 0 ? all[0] : "";
    }

    /// <summary>Ids in order. Past <paramref name="limit"/> the first one and the newest are kept.</summary>
    public static IReadOnlyList<string> All(string text, int limit)
    {
        if (text.Length == 0) return [];
        var ids = new List<string>(4);
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf('<', at);
            if (open < 0) break;
            var close = text.IndexOf('>', open + 1);
            if (close < 0) break;
            var id = Clean(text.AsSpan(open + 1, close - open - 1));
            if (id.Length > 0) ids.Add(id);
            at = close + 1;
        }
        if (ids.Count == 0)
        {
            var bare = text.AsSpan().Trim();
            if (bare.Length > 2 && bare.Length < 998 && !bare.ContainsAny(" \t<>")) ids.Add(bare.ToString());
        }
        if (ids.Count > limit) ids.RemoveRange(1, ids.Count - limit);
        return ids;
    }

    private static string Clean(ReadOnlySpan<char> id)
    {
        id = id.Trim();
        if (id.Length is 0 or > 998) return "";
        return id.ContainsAny(" \t\r\n") ? string.Concat(id.ToString().Where(c => !char.IsWhiteSpace(c))) : id.ToString();
    }
}
