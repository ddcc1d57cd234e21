using System.Globalization;
using System.Xml.Linq;
using Postvakt.Sweeps;
using static Postvakt.Server.Mailboxes.Ews.EwsXml;

namespace Postvakt.Server.Mailboxes.Ews;

/// <summary>
/// A mailbox of an Exchange on premises, by FindFolder, FindItem, MoveItem and CreateFolder. An item gets another id when it is moved, and the answer says which; where the answer is lost, the copy is found in
/// the hidden folder by its Message-ID.
/// </summary>
internal sealed class EwsMailbox(EwsMailboxes ews, string address, MailboxLimits limits) : IMailbox
{
    /// <summary>Items and folders of one request. 100: what Exchange answers within seconds.</summary>
    private const int AtOnce = 100;

    /// <summary>PidTagAttributeHidden: programs do not show the folder (MS-OXPROPS 2.602).</summary>
    private const string HiddenTag = "0x10F4";

    private string? _hidden;
    private IReadOnlyList<string> _folders = [];

    /// <summary>Throws where there is no such mailbox; learns its folders.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        var own = new HashSet<string>(StringComparer.Ordinal);
        foreach (var response in await AskAsync(new XElement(
            MessageNames + "GetFolder", new XElement(MessageNames + "FolderShape", new XElement(Types + "BaseShape", "IdOnly")),
            new XElement(MessageNames + "FolderIds", Named("sentitems"), Named("drafts"))), cancellation).ConfigureAwait(false))
        {
            // Where it is not known which folders these are, what the owner wrote would be taken for delivered copies.
            if (EwsMailboxes.CodeOf(response) != "ErrorFolderNotFound") Check(response);
            own.UnionWith(response.Descendants(Types + "FolderId").Select(Id).OfType<string>());
        }
        var folders = new List<string>();
        for (var offset = 0; ;)
        {
            var page = (await AskAsync(new XElement(
                MessageNames + "FindFolder", new XAttribute("Traversal", "Deep"), new XElement(MessageNames + "FolderShape", new XElement(Types + "BaseShape", "Default")),
                new XElement(MessageNames + "IndexedPageFolderView", new XAttribute("MaxEntriesReturned", AtOnce), new XAttribute("Offset", offset), new XAttribute("BasePoint", "Beginning")),
                new XElement(MessageNames + "ParentFolderIds", Named("msgfolderroot"))), cancellation).ConfigureAwait(false))[0];
            Check(page);
            var root = page.Element(MessageNames + "RootFolder");
            // Folders of mail; calendars, contacts and tasks have names of their own.
            foreach (var folder in page.Descendants(Types + "Folder"))
            {
                if (folder.Element(Types + "FolderId") is not { } element || Id(element) is not { } id) continue;
                if (folder.Element(Types + "DisplayName")?.Value == HiddenFolder.Name) _hidden = id;
                else if (!own.Contains(id)) folders.Add(id);
            }
            if (folders.Count > limits.Folders) throw new MailboxException(MailboxTrouble.Refused, $"{ews.Name}: the mailbox has more than {limits.Folders:N0} folders");
            if (Next(root, offset) is not { } next) break;
            offset = next;
        }
        _folders = folders;
    }

    public async Task<IReadOnlyList<FolderCopies>> FindAsync(IReadOnlyList<SoughtMail> sought, CancellationToken cancellation)
    {
        if (sought.Any(s => s.Digest is not null)) throw new MailboxException(MailboxTrouble.Refused, $"{ews.Name}: does not give a mail's original bytes; sweep without exact");
        var found = new List<(string Folder, MailCopy Copy)>();
        foreach (var mail in sought)
        {
            foreach (var some in _folders.Chunk(AtOnce)) found.AddRange(await ItemsAsync(mail, some, cancellation).ConfigureAwait(false));
            if (found.Count >= limits.Copies) break;
        }
        return [.. found.GroupBy(f => f.Folder, StringComparer.Ordinal).Select(g => new FolderCopies(g.Key, [.. g.Select(f => f.Copy)]))];
    }

    public async Task<IReadOnlyList<MailCopy>> HideAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, bool again, IReadOnlySet<string> taken, CancellationToken cancellation)
    {
        _hidden ??= await CreateAsync(cancellation).ConfigureAwait(false);
        var strays = again ? await StraysAsync(_hidden, copies.Copies, mails, taken, cancellation).ConfigureAwait(false) : [];
        var moved = await MoveAsync([.. copies.Copies.Select(c => c.Place)], _hidden, cancellation).ConfigureAwait(false);
        return [.. copies.Copies.Select(copy => moved.TryGetValue(copy.Place, out var place) ? copy with { State = CopyState.Hidden, Hidden = place }
            : strays.TryGetValue(copy.Record, out var places) && places.TryDequeue(out var stray) ? copy with { State = CopyState.Hidden, Hidden = stray } : copy with { State = CopyState.Gone })];
    }

    public async Task<IReadOnlyList<MailCopy>> PutBackAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, CancellationToken cancellation)
    {
        var known = copies.Copies.Select(c => c.Hidden).Where(h => h.Length > 0).ToHashSet(StringComparer.Ordinal);
        // Copies of an attempt that was never noted: their places are not known.
        var strays = _hidden is null || known.Count == copies.Copies.Count ? [] : await StraysAsync(_hidden, copies.Copies.Where(c => c.Hidden.Length == 0), mails, known, cancellation).ConfigureAwait(false);
        MailCopy[] due = [.. copies.Copies.Select(c => c.Hidden.Length > 0 ? c : c with { Hidden = strays.TryGetValue(c.Record, out var places) && places.TryDequeue(out var place) ? place : "" })];
        string[] ids = [.. due.Select(c => c.Hidden).Where(h => h.Length > 0)];
        var back = await MoveAsync(ids, copies.Folder, cancellation).ConfigureAwait(false);
        // The folder that they came from may be gone: then where mail arrives.
        if (back.Count < ids.Length && !_folders.Contains(copies.Folder)) back = back.Concat(await MoveAsync([.. ids.Where(i => !back.ContainsKey(i))], "", cancellation).ConfigureAwait(false)).ToDictionary(StringComparer.Ordinal);
        MailCopy[] missing = [.. due.Where(c => !back.ContainsKey(c.Hidden))];
        var there = missing.Length == 0 ? [] : await StraysAsync(copies.Folder, missing, mails, new HashSet<string>(back.Values, StringComparer.Ordinal), cancellation).ConfigureAwait(false);
        return [.. copies.Copies.Zip(due, (copy, with) => copy with { State = back.ContainsKey(with.Hidden) || (there.TryGetValue(copy.Record, out var places) && places.TryDequeue(out _)) ? CopyState.Returned : CopyState.Gone })];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static XElement Named(string name) => new(Types + "DistinguishedFolderId", new XAttribute("Id", name));

    private static XElement Field(string name) => new(Types + "FieldURI", new XAttribute("FieldURI", name));

    /// <summary>Ids are Base64, and no longer than is kept.</summary>
    private static string? Id(XElement element) => (string?)element.Attribute("Id") is { Length: > 0 and <= MailCopy.MaxPlace } id && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '-' or '_') ? id : null;

    /// <summary>Where the next page begins, or null after the last.</summary>
    private int? Next(XElement? root, int offset)
    {
        if (root is null || (string?)root.Attribute("IncludesLastItemInRange") != "false") return null;
        return int.TryParse((string?)root.Attribute("IndexedPagingOffset"), NumberStyles.None, CultureInfo.InvariantCulture, out var next) && next > offset && next <= limits.Pages * AtOnce ? next
            : throw new MailboxException(MailboxTrouble.Passing, $"{ews.Name}: the pages of a list do not go on");
    }

    private void Check(XElement response)
    {
        if (EwsMailboxes.CodeOf(response) is { Length: > 0 } code) throw new MailboxException(MailboxTrouble.Passing, $"{ews.Name}: answered {new string([.. code.Where(char.IsAsciiLetterOrDigit).Take(60)])}");
    }

    private Task<IReadOnlyList<XElement>> AskAsync(XElement operation, CancellationToken cancellation) => ews.AskAsync(address, operation, cancellation);

    /// <summary>Copies of a mail in some folders.</summary>
    private async Task<List<(string Folder, MailCopy Copy)>> ItemsAsync(SoughtMail mail, IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        var found = new List<(string, MailCopy)>();
        for (int? offset = 0; offset is { } from;)
        {
            var responses = await AskAsync(new XElement(
                MessageNames + "FindItem", new XAttribute("Traversal", "Shallow"),
                new XElement(
                    MessageNames + "ItemShape", new XElement(Types + "BaseShape", "IdOnly"),
                    new XElement(Types + "AdditionalProperties", Field("item:ParentFolderId"), Field("item:DateTimeReceived"), Field("message:InternetMessageId"), Field("message:From"), Field("message:IsRead"))),
                new XElement(MessageNames + "IndexedPageItemView", new XAttribute("MaxEntriesReturned", AtOnce), new XAttribute("Offset", from), new XAttribute("BasePoint", "Beginning")),
                new XElement(MessageNames + "Restriction", new XElement(Types + "IsEqualTo", Field("message:InternetMessageId"), new XElement(Types + "FieldURIOrConstant", new XElement(Types + "Constant", new XAttribute("Value", $"<{mail.MessageId}>"))))),
                new XElement(MessageNames + "ParentFolderIds", folders.Select(f => new XElement(Types + "FolderId", new XAttribute("Id", f))))), cancellation).ConfigureAwait(false);
            offset = null;
            // One for each folder.
            foreach (var response in responses)
            {
                if (EwsMailboxes.CodeOf(response) == "ErrorFolderNotFound") continue;
                Check(response);
                found.AddRange(response.Descendants(Types + "Message").Select(m => CopyOf(m, mail)).OfType<(string, MailCopy)>());
                if (Next(response.Element(MessageNames + "RootFolder"), from) is { } next) offset = Math.Max(offset ?? 0, next);
            }
        }
        return found;
    }

    private static (string Folder, MailCopy Copy)? CopyOf(XElement item, SoughtMail mail)
    {
        if (item.Element(Types + "ItemId") is not { } element || Id(element) is not { } id || item.Element(Types + "ParentFolderId") is not { } parent || Id(parent) is not { } folder) return null;
        if ((item.Element(Types + "InternetMessageId")?.Value ?? "").Trim().Trim('<', '>') != mail.MessageId) return null;
        DateTimeOffset? arrived = DateTimeOffset.TryParse(item.Element(Types + "DateTimeReceived")?.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
        if (!mail.Fits(item.Elements(Types + "From").Descendants(Types + "EmailAddress").Select(e => e.Value), arrived)) return null;
        return (folder, new MailCopy(mail.Record, id, item.Element(Types + "IsRead")?.Value switch { "true" => true, "false" => false, _ => null }));
    }

    /// <summary>Places in a folder, by record, of copies of the same mails that nobody has noted.</summary>
    private async Task<Dictionary<string, Queue<string>>> StraysAsync(string folder, IEnumerable<MailCopy> copies, IReadOnlyDictionary<string, SoughtMail> mails, IReadOnlySet<string> taken, CancellationToken cancellation)
    {
        var found = new Dictionary<string, Queue<string>>(StringComparer.Ordinal);
        foreach (var mail in copies.Select(c => mails.GetValueOrDefault(c.Record)).OfType<SoughtMail>().Distinct())
            found[mail.Record] = new Queue<string>((await ItemsAsync(mail, [folder], cancellation).ConfigureAwait(false)).Select(i => i.Copy.Place).Where(p => !taken.Contains(p)));
        return found;
    }

    /// <summary>New ids by the old ones, of those that were there.</summary>
    /// <param name="folder">Its id, or empty for the inbox.</param>
    private async Task<Dictionary<string, string>> MoveAsync(IReadOnlyList<string> ids, string folder, CancellationToken cancellation)
    {
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(AtOnce))
        {
            var responses = await AskAsync(new XElement(
                MessageNames + "MoveItem", new XElement(MessageNames + "ToFolderId", folder.Length > 0 ? new XElement(Types + "FolderId", new XAttribute("Id", folder)) : Named("inbox")),
                new XElement(MessageNames + "ItemIds", some.Select(i => new XElement(Types + "ItemId", new XAttribute("Id", i))))), cancellation).ConfigureAwait(false);
            if (responses.Count != some.Length) throw new MailboxException(MailboxTrouble.Passing, $"{ews.Name}: its answer is not of the documented form");
            foreach (var (id, response) in some.Zip(responses))
            {
                if (EwsMailboxes.CodeOf(response) == "ErrorItemNotFound" || (folder != _hidden && EwsMailboxes.CodeOf(response) is "ErrorFolderNotFound" or "ErrorToFolderNotFound")) continue;
                Check(response);
                moved[id] = response.Descendants(Types + "ItemId").Select(Id).FirstOrDefault() ?? "";
            }
        }
        return moved;
    }

    private async Task<string> CreateAsync(CancellationToken cancellation)
    {
        var made = (await AskAsync(new XElement(
            MessageNames + "CreateFolder", new XElement(MessageNames + "ParentFolderId", Named("msgfolderroot")),
            new XElement(MessageNames + "Folders", new XElement(
                Types + "Folder", new XElement(Types + "DisplayName", HiddenFolder.Name),
                new XElement(Types + "ExtendedProperty", new XElement(Types + "ExtendedFieldURI", new XAttribute("PropertyTag", HiddenTag), new XAttribute("PropertyType", "Boolean")), new XElement(Types + "Value", "true"))))), cancellation).ConfigureAwait(false))[0];
        Check(made);
        return made.Descendants(Types + "FolderId").Select(Id).FirstOrDefault() ?? throw new MailboxException(MailboxTrouble.Passing, $"{ews.Name}: the hidden folder could not be made");
    }
}
