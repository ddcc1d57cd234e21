using System.Text.Json;
using Postvakt.Incidents;

namespace Postvakt.Server.Mailboxes.Graph;

/// <summary>
/// Inbox rules and automatic replies of a mailbox in Microsoft 365 (documentation: "List rules", "messageRuleActions", "Get user mailbox settings"; application permission MailboxSettings.Read). The forwarding that
/// an administrator or the owner sets for the whole mailbox (ForwardingSmtpAddress) is not in Graph.
/// </summary>
internal sealed class GraphRules(GraphMailboxes graph, string address)
{
    /// <summary>Folders whose names are asked for.</summary>
    private const int MaxFolders = 20;

    private readonly string _user = "v1.0/users/" + Uri.EscapeDataString(address);

    public async Task<MailboxRules> ReadAsync(CancellationToken cancellation)
    {
        using var list = await graph.AskAsync(HttpMethod.Get, $"{_user}/mailFolders/inbox/messageRules", null, cancellation).ConfigureAwait(false)
            ?? throw new MailboxException(MailboxTrouble.Missing, $"{graph.Name}: there is no mailbox of this name");
        if (list.RootElement.ValueKind != JsonValueKind.Object || !list.RootElement.TryGetProperty("value", out var items) || items.ValueKind != JsonValueKind.Array)
            throw new MailboxException(MailboxTrouble.Passing, $"{graph.Name}: the answer is not of the documented form: it has no list \"value\"");
        var (rules, folders) = (new List<InboxRule>(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var item in items.EnumerateArray().Take(InboxRule.MaxRules)) rules.Add(await RuleAsync(item, folders, cancellation).ConfigureAwait(false));
        using var settings = await graph.AskAsync(HttpMethod.Get, $"{_user}/mailboxSettings", null, cancellation).ConfigureAwait(false);
        var replies = settings is { RootElement.ValueKind: JsonValueKind.Object } && settings.RootElement.TryGetProperty("automaticRepliesSetting", out var found) ? found : default;
        return new MailboxRules(rules, replies.ValueKind == JsonValueKind.Object ? GraphText.Of(replies, "status") is "alwaysEnabled" or "scheduled" && GraphText.Of(replies, "externalAudience") is not ("none" or "") : null);
    }

    private async Task<InboxRule> RuleAsync(JsonElement item, Dictionary<string, string> folders, CancellationToken cancellation)
    {
        var actions = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("actions", out var found) ? found : default;
        var deletes = GraphText.Switch(actions, "delete") == true || GraphText.Switch(actions, "permanentDelete") == true;
        var to = ((string[])["forwardTo", "forwardAsAttachmentTo", "redirectTo"]).SelectMany(a => Addresses(actions, a)).Distinct(StringComparer.OrdinalIgnoreCase).Take(InboxRule.MaxAddresses);
        return new InboxRule(InboxRule.Plain(GraphText.Of(item, "displayName")), GraphText.Switch(item, "isEnabled") != false, deletes, await FolderAsync(actions, folders, cancellation).ConfigureAwait(false),
            GraphText.Switch(actions, "markAsRead") == true, [.. to]);
    }

    private static IEnumerable<string> Addresses(JsonElement actions, string name) => actions.ValueKind == JsonValueKind.Object && actions.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray().Select(r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty("emailAddress", out var mail) ? InboxRule.Plain(GraphText.Of(mail, "address")) : "").Where(a => a.Length > 0) : [];

    /// <summary>A rule has the folder's id only.</summary>
    private async Task<string> FolderAsync(JsonElement actions, Dictionary<string, string> folders, CancellationToken cancellation)
    {
        if (actions.ValueKind != JsonValueKind.Object || GraphText.Of(actions, "moveToFolder").Length == 0) return "";
        if (GraphText.Id(actions, "moveToFolder") is not { } id) return "?";
        if (folders.TryGetValue(id, out var known)) return known;
        if (folders.Count >= MaxFolders) return "?";
        using var folder = await graph.AskAsync(HttpMethod.Get, $"{_user}/mailFolders/{Uri.EscapeDataString(id)}?$select=displayName", null, cancellation).ConfigureAwait(false);
        return folders[id] = folder is not null && InboxRule.Plain(GraphText.Of(folder.RootElement, "displayName")) is { Length: > 0 } name ? name : "?";
    }
}
