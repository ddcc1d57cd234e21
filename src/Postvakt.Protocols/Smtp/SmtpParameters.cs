using System.Collections.Frozen;

namespace Postvakt.Protocols.Smtp;

/// <summary>The parameters that MAIL and RCPT take, each with what its value may be; null stands for no value.</summary>
internal static class SmtpParameters
{
    /// <summary>RFC 3461 4.4 and 4.2.</summary>
    private const int LongestEnvelopeId = 100, LongestOriginal = 500;

    private static readonly string[] Notifications = ["SUCCESS", "FAILURE", "DELAY"];

    public static readonly FrozenDictionary<string, Func<string?, bool>> OfMail = new Dictionary<string, Func<string?, bool>>
    {
        // RFC 1870, RFC 6152, RFC 6531, RFC 3461.
        ["SIZE"] = value => value is { Length: > 0 and <= 20 } && value.All(char.IsAsciiDigit),
        ["BODY"] = value => IsOneOf(value, "7BIT", "8BITMIME"),
        ["SMTPUTF8"] = value => value is null,
        ["RET"] = value => IsOneOf(value, "FULL", "HDRS"),
        ["ENVID"] = value => value is { Length: <= LongestEnvelopeId } && XText.Decode(value) is not null,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static readonly FrozenDictionary<string, Func<string?, bool>> OfRecipient = new Dictionary<string, Func<string?, bool>>
    {
        ["NOTIFY"] = IsNotify,
        ["ORCPT"] = value => value is { Length: <= LongestOriginal } && value.IndexOf(';', StringComparison.Ordinal) > 0,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with them; null if nothing.</summary>
    public static SmtpReply? Check(SmtpMailbox mailbox, FrozenDictionary<string, Func<string?, bool>> known)
    {
        HashSet<string>? seen = null;
        foreach (var parameter in mailbox.Parameters)
        {
            var parts = parameter.Split('=', 2);
            if (!known.TryGetValue(parts[0], out var accepts)) return SmtpReplies.UnknownParameter;
            if (!accepts(parts.ElementAtOrDefault(1)) || !(seen ??= new(StringComparer.OrdinalIgnoreCase)).Add(parts[0])) return SmtpReplies.BadParameter;
        }
        return null;
    }

    private static bool IsNotify(string? value)
    {
        if (value is null) return false;
        var words = value.Split(',');
        return IsOneOf(value, "NEVER") || (words.Length <= Notifications.Length && words.All(w => IsOneOf(w, Notifications)));
    }

    private static bool IsOneOf(string? value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            if (word.Equals(value, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
