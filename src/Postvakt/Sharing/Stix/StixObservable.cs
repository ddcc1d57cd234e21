using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Postvakt.Indicators;
using Postvakt.Sharing.Patterns;

namespace Postvakt.Sharing.Stix;

/// <summary>Observables as STIX objects. The same observable has the same id at everybody's (STIX 2.1, 2.9): UUID version 5 over what tells it apart.</summary>
internal static class StixObservable
{
    private static readonly Guid Space = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /// <summary>The object that an indicator is about; null for one that is none by itself, as a subject.</summary>
    public static JsonObject? Of(Indicator indicator) => indicator.Type switch
    {
        "host" => Valued(indicator.Value.StartsWith('[') ? "ipv6-addr" : char.IsAsciiDigit(indicator.Value[^1]) ? "ipv4-addr" : "domain-name", StixPattern.PlainValue(indicator)),
        "url" => Valued("url", Escaped(indicator.Value)),
        "address" => Address(indicator.Value),
        "file" => File(indicator.Value),
        "sha256" => Digest("SHA-256", indicator.Value),
        "sha1" => Digest("SHA-1", indicator.Value),
        "md5" => Digest("MD5", indicator.Value),
        _ => null,
    };

    public static JsonObject Address(string address) => Valued("email-addr", address);

    public static JsonObject File(string name) => Make("file", new JsonObject { ["name"] = name });

    /// <summary>A mail with the objects that it names, themselves last; none where nothing tells it from another.</summary>
    public static IEnumerable<JsonObject> Mail(SharedMail mail)
    {
        if (mail.From.Length == 0 && mail.Subject is not { Length: > 0 }) yield break;
        var told = new JsonObject();
        if (mail.From.Length > 0)
        {
            var from = Address(mail.From);
            told["from_ref"] = (string)from["id"]!;
            yield return from;
        }
        if (mail.Subject is { Length: > 0 } subject) told["subject"] = subject;
        var message = Make("email-message", told);
        message["is_multipart"] = mail.Files.Count > 0;
        message["date"] = StixTime.Of(mail.At);
        if (mail.MessageId.Length > 0) message["message_id"] = $"<{mail.MessageId}>";
        if (mail.Files.Count > 0)
        {
            var parts = new JsonArray();
            foreach (var name in mail.Files)
            {
                var file = File(name);
                parts.Add(new JsonObject { ["body_raw_ref"] = (string)file["id"]!, ["content_disposition"] = "attachment" });
                yield return file;
            }
            message["body_multipart"] = parts;
        }
        yield return message;
    }

    private static JsonObject Valued(string type, string value) => Make(type, new JsonObject { ["value"] = value });

    private static JsonObject Digest(string algorithm, string value) => Make("file", new JsonObject { ["hashes"] = new JsonObject { [algorithm] = value } });

    private static JsonObject Make(string type, JsonObject contributing)
    {
        var made = new JsonObject { ["type"] = type, ["spec_version"] = "2.1", ["id"] = $"{type}--{StableId.Of(Space, CanonicalJson.Of(contributing))}" };
        foreach (var (name, value) in contributing) made[name] = value?.DeepClone();
        return made;
    }

    /// <summary>What a URL may not hold as it stands, with percent signs (RFC 3986, 2): mails hold anything.</summary>
    private static string Escaped(string url)
    {
        var text = new StringBuilder(url.Length);
        var fragments = 0;
        for (var i = 0; i < url.Length; i++)
        {
            var c = url[i];
            var isEscape = c == '%' && i + 2 < url.Length && char.IsAsciiHexDigit(url[i + 1]) && char.IsAsciiHexDigit(url[i + 2]);
            if (isEscape || char.IsAsciiLetterOrDigit(c) || "-._~:/?@!$&'()*+,;=".Contains(c, StringComparison.Ordinal) || (c == '#' && fragments++ == 0) || IsHostBracket(url, i))
            {
                text.Append(c);
                continue;
            }
            var length = char.IsHighSurrogate(c) && i + 1 < url.Length && char.IsLowSurrogate(url[i + 1]) ? 2 : 1;
            foreach (var unit in Encoding.UTF8.GetBytes(url.Substring(i, length))) text.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
            i += length - 1;
        }
        return text.ToString();
    }

    /// <summary>Brackets stand around an IPv6 address and nowhere else.</summary>
    private static bool IsHostBracket(string url, int at)
    {
        if (url[at] is not ('[' or ']')) return false;
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.IndexOfAny(['/', '?', '#'], start);
        return start >= 3 && at >= start && (end < 0 || at < end);
    }
}
