namespace Postvakt.Protocols.Smtp;

/// <summary>Reads the attributes of XFORWARD and XCLIENT: "NAME=value …", values in xtext.</summary>
internal static class ForwardedText
{
    /// <summary>Postfix sends host names and helo names of at most 255 characters.</summary>
    private const int Longest = 255;

    public static readonly string[] OfXForward = ["NAME", "ADDR", "PORT", "PROTO", "HELO", "IDENT", "SOURCE"];
    public static readonly string[] OfXClient = ["NAME", "ADDR", "PORT", "PROTO", "HELO", "LOGIN", "DESTADDR", "DESTPORT"];

    /// <summary>What was known before, with the attributes changed that are named here; null if the text is malformed.</summary>
    public static ForwardedClient? Read(string text, string[] allowed, ForwardedClient before)
    {
        var attributes = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (attributes.Length == 0) return null;
        var client = before;
        foreach (var attribute in attributes)
        {
            var parts = attribute.Split('=', 2);
            var name = parts[0].ToUpperInvariant();
            if (parts.Length != 2 || !allowed.Contains(name)) return null;
            if (XText.Decode(parts[1]) is not { Length: > 0 and <= Longest } value) return null;
            var unknown = value.Equals("[UNAVAILABLE]", StringComparison.OrdinalIgnoreCase) || value.Equals("[TEMPUNAVAIL]", StringComparison.OrdinalIgnoreCase);
            if (client.With(name, unknown ? null : value) is not { } changed) return null;
            client = changed;
        }
        return client;
    }
}
