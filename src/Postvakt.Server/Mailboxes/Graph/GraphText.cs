using System.Globalization;
using System.Text.Json;
using Postvakt.Server.Directories.Graph;

namespace Postvakt.Server.Mailboxes.Graph;

/// <summary>Values of an answer about mail.</summary>
internal static class GraphText
{
    public static string Of(JsonElement item, string name) => GraphJson.Text(item, name);

    /// <summary>Address of a "recipient", as from is one.</summary>
    public static string Address(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var recipient) ? GraphJson.Text(recipient, "emailAddress", "address") : "";

    public static DateTimeOffset? Time(JsonElement item, string name) =>
        DateTimeOffset.TryParse(Of(item, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static bool? Switch(JsonElement item, string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null } : null;

    /// <summary>Ids become parts of addresses: only what they are made of (Base64 for URLs), and no longer than is kept.</summary>
    public static string? Id(JsonElement item, string name) => Of(item, name) is { Length: > 0 and <= Sweeps.MailCopy.MaxPlace } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '=' or '+' or '/') ? id : null;
}
