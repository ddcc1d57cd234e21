using System.Text.Json;
using Postvakt.Sweeps;

namespace Postvakt.Server.Mailboxes.Graph;

/// <summary>A mailbox in Microsoft 365. Ids are immutable: a mail keeps its own when it is moved, so what is done is seen by where it is.</summary>
internal sealed class GraphMailbox(GraphMailboxes graph, string address, MailboxLimits limits) : IMailbox
{
    private const string Fields = "$select=id,internetMessageId,receivedDateTime,from,isRead,parentFolderId";

    private readonly string _user = "v1.0/users/" + Uri.EscapeDataString(address);
    private string? _hidden;
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);

    /// <summary>Throws where there is no such mailbox; learns where what the owner wrote lies.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        using var inbox = await graph.AskAsync(HttpMethod.Get, $"{_user}/mailFolders/inbox?$select=id", null, cancellation).ConfigureAwait(false)
            ?? throw new MailboxException(MailboxTrouble.Missing, $"{graph.Name}: there is no mailbox of this name");
        foreach (var name in (string[])["sentitems", "drafts"])
        {
            using var folder = await graph.AskAsync(HttpMethod.Get, $"{_user}/mailFolders/{name}?$select=id", null, cancellation).ConfigureAwait(false);
            if (folder is not null && GraphText.Id(folder.RootElement, "id") is { } id) _own.Add(id);
        }
        _hidden = await HiddenAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<FolderCopies>> FindAsync(IReadOnlyList<SoughtMail> sought, CancellationToken cancellation)
    {
        var found = new List<(string Folder, MailCopy Copy)>();
        foreach (var mail in sought)
        {
            await foreach (var item in MessagesAsync(mail, cancellation).ConfigureAwait(false))
            {
                if (GraphText.Id(item, "id") is not { } id || GraphText.Id(item, "parentFolderId") is not { } folder || folder == _hidden || _own.Contains(folder) || !Fits(item, mail)) continue;
                if (mail.Digest is not null) throw new MailboxException(MailboxTrouble.Refused, $"{graph.Name}: does not give a mail's original bytes; sweep without exact");
                found.Add((folder, new MailCopy(mail.Record, id, GraphText.Switch(item, "isRead"))));
            }
            if (found.Count >= limits.Copies) break;
        }
        return [.. found.GroupBy(f => f.Folder, StringComparer.Ordinal).Select(g => new FolderCopies(g.Key, [.. g.Select(f => f.Copy)]))];
    }

    public async Task<IReadOnlyList<MailCopy>> HideAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, bool again, IReadOnlySet<string> taken, CancellationToken cancellation)
    {
        _hidden ??= await CreateAsync(cancellation).ConfigureAwait(false);
        var hidden = new List<MailCopy>();
        foreach (var copy in copies.Copies)
        {
            var where = await FolderOfAsync(copy.Place, cancellation).ConfigureAwait(false);
            var isThere = where == _hidden ? again : where == copies.Folder && await MoveAsync(copy.Place, _hidden, cancellation).ConfigureAwait(false);
            hidden.Add(isThere ? copy with { State = CopyState.Hidden, Hidden = copy.Place } : copy with { State = CopyState.Gone });
        }
        return hidden;
    }

    public async Task<IReadOnlyList<MailCopy>> PutBackAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, CancellationToken cancellation)
    {
        var back = new List<MailCopy>();
        foreach (var copy in copies.Copies)
        {
            var where = await FolderOfAsync(copy.Place, cancellation).ConfigureAwait(false);
            // The folder that it came from may be gone: then the inbox, which has a name of its own.
            var isBack = where is not null && (where != _hidden || await MoveAsync(copy.Place, copies.Folder, cancellation).ConfigureAwait(false) || await MoveAsync(copy.Place, "inbox", cancellation).ConfigureAwait(false));
            back.Add(copy with { State = isBack ? CopyState.Returned : CopyState.Gone });
        }
        return back;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool Fits(JsonElement item, SoughtMail mail) =>
        GraphText.Of(item, "internetMessageId").Trim().Trim('<', '>') == mail.MessageId && mail.Fits([GraphText.Address(item, "from")], GraphText.Time(item, "receivedDateTime"));

    private async IAsyncEnumerable<JsonElement> MessagesAsync(SoughtMail mail, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        // OData doubles a quote within a text.
        var filter = Uri.EscapeDataString($"internetMessageId eq '<{mail.MessageId.Replace("'", "''", StringComparison.Ordinal)}>'");
        var next = $"{_user}/messages?$filter={filter}&{Fields}&$top=100";
        for (var page = 0; next.Length > 0; page++)
        {
            if (page == limits.Pages) throw new MailboxException(MailboxTrouble.Passing, $"{graph.Name}: more than {limits.Pages:N0} pages of one list");
            using var answer = await graph.AskAsync(HttpMethod.Get, next, null, cancellation).ConfigureAwait(false) ?? throw new MailboxException(MailboxTrouble.Passing, $"{graph.Name}: a page of a list is gone");
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty("value", out var items) || items.ValueKind != JsonValueKind.Array)
                throw new MailboxException(MailboxTrouble.Passing, $"{graph.Name}: the answer is not of the documented form: it has no list \"value\"");
            foreach (var item in items.EnumerateArray()) yield return item;
            next = GraphText.Of(answer.RootElement, "@odata.nextLink");
        }
    }

    /// <summary>Null where the mail is gone.</summary>
    private async Task<string?> FolderOfAsync(string id, CancellationToken cancellation)
    {
        using var mail = await graph.AskAsync(HttpMethod.Get, $"{_user}/messages/{Uri.EscapeDataString(id)}?$select=parentFolderId", null, cancellation).ConfigureAwait(false);
        return mail is null ? null : GraphText.Id(mail.RootElement, "parentFolderId");
    }

    /// <summary>False where the mail or the folder is gone.</summary>
    private async Task<bool> MoveAsync(string id, string folder, CancellationToken cancellation)
    {
        using var moved = await graph.AskAsync(HttpMethod.Post, $"{_user}/messages/{Uri.EscapeDataString(id)}/move", new Dictionary<string, string> { ["destinationId"] = folder }, cancellation).ConfigureAwait(false);
        return moved is not null;
    }

    private async Task<string?> HiddenAsync(CancellationToken cancellation)
    {
        var filter = Uri.EscapeDataString($"displayName eq '{HiddenFolder.Name}'");
        using var answer = await graph.AskAsync(HttpMethod.Get, $"{_user}/mailFolders?includeHiddenFolders=true&$filter={filter}&$select=id,displayName", null, cancellation).ConfigureAwait(false);
        return answer is not null && answer.RootElement.TryGetProperty("value", out var items) && items.ValueKind == JsonValueKind.Array && items.GetArrayLength() > 0 ? GraphText.Id(items[0], "id") : null;
    }

    /// <summary>Hidden folders are made so; they cannot be hidden later ("mailFolder resource type", isHidden).</summary>
    private async Task<string> CreateAsync(CancellationToken cancellation)
    {
        using var made = await graph.AskAsync(HttpMethod.Post, $"{_user}/mailFolders", new Dictionary<string, object> { ["displayName"] = HiddenFolder.Name, ["isHidden"] = true }, cancellation).ConfigureAwait(false);
        return made is not null && GraphText.Id(made.RootElement, "id") is { } id ? id : throw new MailboxException(MailboxTrouble.Passing, $"{graph.Name}: the hidden folder could not be made");
    }
}
