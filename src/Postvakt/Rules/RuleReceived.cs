namespace Postvakt.Rules;

/// <summary>A Received field taken apart at the words of RFC 5321 4.4 that stand outside comments. What a part says is the claim of whoever wrote it.</summary>
internal sealed class RuleReceived
{
    /// <summary>Characters looked at. 4,096: four lines of the longest kind.</summary>
    private const int MaxLength = 4_096;

    private static readonly string[] Keys = ["from", "by", "via", "with", "id", "for"];

    private readonly Dictionary<string, string> _parts = new(StringComparer.OrdinalIgnoreCase);

    private RuleReceived()
    {
    }

    /// <summary>Of "from", with what stands in brackets behind it: the name that was looked up, and the address.</summary>
    public string Source => Part("from");

    /// <summary>Of "by": the name alone.</summary>
    public string Server => WithoutComments(Part("by"));

    public string Link => WithoutComments(Part("via"));

    public string Protocol => WithoutComments(Part("with"));

    public string Id => WithoutComments(Part("id"));

    public string Mailbox => WithoutComments(Part("for")).Trim('<', '>', ' ');

    /// <summary>Comments behind all but the source.</summary>
    public string Additional => string.Join(' ', Keys.Skip(1).Select(k => Comments(Part(k))).Where(c => c.Length > 0));

    /// <summary>The date as written, or empty.</summary>
    public string DateText { get; private set; } = "";

    public static RuleReceived Of(string value)
    {
        var received = new RuleReceived();
        var text = value.Length > MaxLength ? value[..MaxLength] : value;
        var (key, begin, depth) = ("", 0, 0);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '(') depth++;
            else if (text[at] == ')') depth = Math.Max(0, depth - 1);
            else if (text[at] == ';' && depth == 0)
            {
                received.DateText = text[(at + 1)..].Trim();
                text = text[..at];
            }
            else if (depth == 0 && (at == 0 || text[at - 1] is ' ' or ')') && KeyAt(text, at) is { } next)
            {
                received._parts.TryAdd(key, text[begin..at].Trim());
                (key, begin) = (next, at + next.Length);
                at = begin;
            }
        }
        received._parts.TryAdd(key, text[Math.Min(begin, text.Length)..].Trim());
        return received;
    }

    private static string? KeyAt(string text, int at) =>
        Keys.FirstOrDefault(k => string.Compare(text, at, k, 0, k.Length, StringComparison.OrdinalIgnoreCase) == 0 && at + k.Length < text.Length && text[at + k.Length] == ' ');

    private string Part(string key) => _parts.GetValueOrDefault(key, "");

    private static string WithoutComments(string part) => part.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 ? part[..open].Trim() : part;

    private static string Comments(string part) => part.IndexOf('(', StringComparison.Ordinal) is var open and >= 0 ? part[open..].Trim() : "";
}
