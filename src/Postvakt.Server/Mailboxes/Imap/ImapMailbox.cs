using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Postvakt.Sweeps;

namespace Postvakt.Server.Mailboxes.Imap;

/// <summary>A mailbox over IMAP. Moves by MOVE (RFC 6851), and where the server lacks it by COPY, STORE and EXPUNGE.</summary>
internal sealed class ImapMailbox(ImapClient client, string host, MailboxLimits limits) : IMailbox
{
    /// <summary>Mails that a search is asked for by their ids; with more, the ids of everything since are read. 10: about where both cost the same.</summary>
    private const int FewMails = 10;

    /// <summary>Mails whose ids are read at once. 1,000.</summary>
    private const int AtOnce = 1_000;

    private const MessageSummaryItems Wanted = MessageSummaryItems.UniqueId | MessageSummaryItems.Flags | MessageSummaryItems.InternalDate | MessageSummaryItems.Envelope;

    public Task<IReadOnlyList<FolderCopies>> FindAsync(IReadOnlyList<SoughtMail> sought, CancellationToken cancellation) => WithinAsync<IReadOnlyList<FolderCopies>>(limits.Search, async time =>
    {
        var found = new List<FolderCopies>();
        var left = limits.Copies;
        foreach (var folder in await FoldersAsync(time).ConfigureAwait(false))
        {
            if (left <= 0) break;
            if (!await TryOpenAsync(folder, FolderAccess.ReadOnly, time).ConfigureAwait(false)) continue;
            var copies = await MatchesAsync(folder, sought, time).ConfigureAwait(false);
            if (copies.Count > left) copies = copies[..left];
            if (copies.Count > 0) found.Add(new FolderCopies(folder.FullName, [.. copies.Select(c => new MailCopy(c.Mail.Record, ImapPlace.Of(folder.UidValidity, c.Uid), c.Seen))]));
            left -= copies.Count;
        }
        return found;
    }, cancellation);

    public Task<IReadOnlyList<MailCopy>> HideAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, bool again, IReadOnlySet<string> taken, CancellationToken cancellation) => WithinAsync<IReadOnlyList<MailCopy>>(limits.Search, async time =>
    {
        var hidden = await HiddenAsync(create: true, time).ConfigureAwait(false);
        // What an attempt before got into the hidden folder without our learning of it.
        var strays = again ? await StraysAsync(hidden!, copies.Copies, mails, taken, time).ConfigureAwait(false) : [];
        var source = await FolderAsync(copies.Folder, time).ConfigureAwait(false);
        var there = new Dictionary<string, UniqueId>(StringComparer.Ordinal);
        if (source is not null && await TryOpenAsync(source, FolderAccess.ReadWrite, time).ConfigureAwait(false))
        {
            there = await PresentAsync(source, copies.Copies.Select(c => c.Place), time).ConfigureAwait(false);
            // Without MOVE a copy and its original are both there where the attempt broke off between COPY and EXPUNGE.
            if ((client.Capabilities & ImapCapabilities.Move) == 0) await DropCopiedAsync(source, copies.Copies, there, strays, time).ConfigureAwait(false);
        }
        var map = there.Count == 0 ? [] : await MoveAsync(source!, there, hidden!, time).ConfigureAwait(false);
        return [.. copies.Copies.Select(copy => there.ContainsKey(copy.Place) ? copy with { State = CopyState.Hidden, Hidden = map.GetValueOrDefault(copy.Place, "") }
            : strays.TryGetValue(copy.Record, out var places) && places.TryDequeue(out var place) ? copy with { State = CopyState.Hidden, Hidden = place } : copy with { State = CopyState.Gone })];
    }, cancellation);

    public Task<IReadOnlyList<MailCopy>> PutBackAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, CancellationToken cancellation) => WithinAsync<IReadOnlyList<MailCopy>>(limits.Search, async time =>
    {
        var returned = new HashSet<MailCopy>(ReferenceEqualityComparer.Instance);
        if (await HiddenAsync(create: false, time).ConfigureAwait(false) is { } hidden && await TryOpenAsync(hidden, FolderAccess.ReadWrite, time).ConfigureAwait(false))
        {
            var there = await PresentAsync(hidden, copies.Copies.Select(c => c.Hidden), time).ConfigureAwait(false);
            var named = copies.Copies.Where(c => c.Hidden.Length == 0).ToArray();
            // Servers without UIDPLUS do not say where a copy went.
            var strays = named.Length == 0 ? [] : await StraysAsync(hidden, named, mails, there.Keys.ToHashSet(StringComparer.Ordinal), time).ConfigureAwait(false);
            var (uids, moved) = (new Dictionary<string, UniqueId>(StringComparer.Ordinal), new List<MailCopy>());
            foreach (var copy in copies.Copies)
            {
                var place = copy.Hidden.Length > 0 ? copy.Hidden : strays.TryGetValue(copy.Record, out var places) && places.TryDequeue(out var stray) ? stray : "";
                if ((there.TryGetValue(place, out var uid) || (ImapPlace.In(hidden.UidValidity, place) is { } read && copy.Hidden.Length == 0 && (uid = read).IsValid)) && uids.TryAdd(place, uid)) moved.Add(copy);
            }
            if (uids.Count > 0) await PutIntoAsync(hidden, uids, await FolderAsync(copies.Folder, time).ConfigureAwait(false) ?? client.Inbox!, time).ConfigureAwait(false);
            returned.UnionWith(moved);
        }
        var missing = copies.Copies.Where(c => !returned.Contains(c)).ToArray();
        var back = missing.Length == 0 ? [] : await BackAlreadyAsync(copies.Folder, missing, mails, time).ConfigureAwait(false);
        return [.. copies.Copies.Select(c => c with { State = returned.Contains(c) || (back.TryGetValue(c.Record, out var places) && places.TryDequeue(out _)) ? CopyState.Returned : CopyState.Gone })];
    }, cancellation);

    public async ValueTask DisposeAsync()
    {
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            if (client.IsConnected) await client.DisconnectAsync(true, time.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or ImapProtocolException or ImapCommandException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // A server that is gone does not mind.
        }
        client.Dispose();
    }

    /// <summary>All that mail may lie in, the one it arrives in first. What the owner wrote is no delivered copy, and a folder of everything would name each copy twice.</summary>
    private async Task<IReadOnlyList<IMailFolder>> FoldersAsync(CancellationToken cancellation)
    {
        const FolderAttributes not = FolderAttributes.NonExistent | FolderAttributes.NoSelect | FolderAttributes.All | FolderAttributes.Flagged | FolderAttributes.Sent | FolderAttributes.Drafts;
        var all = new List<IMailFolder> { client.Inbox! };
        foreach (var space in client.PersonalNamespaces) all.AddRange(await client.GetFoldersAsync(space, false, cancellation).ConfigureAwait(false));
        // Ours alone is left out: any other of its name is somebody's, who may be hiding mail there.
        var hidden = (await HiddenAsync(create: false, cancellation).ConfigureAwait(false))?.FullName;
        var folders = all.Where(f => (f.Attributes & not) == 0 && f.FullName.Length <= FolderCopies.MaxFolder && f.FullName != hidden).DistinctBy(f => f.FullName, StringComparer.Ordinal).ToArray();
        return folders.Length <= limits.Folders ? folders : throw new MailboxException(MailboxTrouble.Refused, $"{host}: the mailbox has more than {limits.Folders:N0} folders");
    }

    /// <summary>The mails in the open folder that are among those sought.</summary>
    private async Task<List<(UniqueId Uid, SoughtMail Mail, bool? Seen)>> MatchesAsync(IMailFolder folder, IReadOnlyList<SoughtMail> sought, CancellationToken cancellation)
    {
        var found = new List<(UniqueId, SoughtMail, bool?)>();
        if (folder.Count == 0 || sought.Count == 0) return found;
        var byId = sought.ToLookup(m => m.MessageId, StringComparer.Ordinal);
        // SINCE knows days of the server's zone only.
        SearchQuery query = SearchQuery.DeliveredAfter(sought.Min(m => m.Since).UtcDateTime.Date.AddDays(-1));
        if (sought.Count <= FewMails) query = query.And(sought.Select(m => (SearchQuery)SearchQuery.HeaderContains("Message-ID", m.MessageId)).Aggregate((one, other) => one.Or(other)));
        var uids = await folder.SearchAsync(query, cancellation).ConfigureAwait(false);
        foreach (var some in uids.Chunk(AtOnce))
        {
            foreach (var summary in await folder.FetchAsync(some, Wanted, cancellation).ConfigureAwait(false))
            {
                // A search finds parts of an id too.
                var id = summary.Envelope?.MessageId?.Trim().Trim('<', '>') ?? "";
                if (byId[id].FirstOrDefault(m => m.Fits(summary.Envelope?.From?.Mailboxes.Select(a => a.Address) ?? [], summary.InternalDate)) is not { } mail) continue;
                if (mail.Digest is { } digest && !await HasAsync(folder, summary.UniqueId, digest, cancellation).ConfigureAwait(false)) continue;
                found.Add((summary.UniqueId, mail, summary.Flags is { } flags ? (flags & MessageFlags.Seen) != 0 : null));
            }
            if (found.Count > limits.Copies) break;
        }
        return found;
    }

    private async Task<bool> HasAsync(IMailFolder folder, UniqueId uid, byte[] digest, CancellationToken cancellation)
    {
        var content = await folder.GetStreamAsync(uid, "", 0, limits.Content, cancellation).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        return OriginalBytes.Are(bytes.ToArray(), digest);
    }

    /// <summary>Those of some places that the open folder still has.</summary>
    private static async Task<Dictionary<string, UniqueId>> PresentAsync(IMailFolder folder, IEnumerable<string> places, CancellationToken cancellation)
    {
        var uids = places.Where(p => p.Length > 0).Distinct(StringComparer.Ordinal).Select(p => (Place: p, Uid: ImapPlace.In(folder.UidValidity, p))).Where(p => p.Uid is not null).ToDictionary(p => p.Uid!.Value.Id, p => p.Place);
        if (uids.Count == 0 || folder.Count == 0) return new(StringComparer.Ordinal);
        var there = await folder.SearchAsync(SearchQuery.Uids([.. uids.Keys.Order().Select(u => new UniqueId(folder.UidValidity, u))]), cancellation).ConfigureAwait(false);
        return there.Where(u => uids.ContainsKey(u.Id)).ToDictionary(u => uids[u.Id], u => u, StringComparer.Ordinal);
    }

    /// <summary>Places in the hidden folder, by record, of copies of the same mails that nobody has noted.</summary>
    private async Task<Dictionary<string, Queue<string>>> StraysAsync(IMailFolder hidden, IEnumerable<MailCopy> copies, IReadOnlyDictionary<string, SoughtMail> mails, IReadOnlySet<string> taken, CancellationToken cancellation)
    {
        var sought = copies.Select(c => mails.GetValueOrDefault(c.Record)).OfType<SoughtMail>().Distinct().Select(m => m with { Digest = null }).ToArray();
        if (sought.Length == 0 || !await TryOpenAsync(hidden, FolderAccess.ReadWrite, cancellation).ConfigureAwait(false)) return [];
        var matches = await MatchesAsync(hidden, sought, cancellation).ConfigureAwait(false);
        return matches.Select(m => (m.Mail.Record, Place: ImapPlace.Of(hidden.UidValidity, m.Uid))).Where(m => !taken.Contains(m.Place)).GroupBy(m => m.Record, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<string>(g.Select(m => m.Place)), StringComparer.Ordinal);
    }

    /// <summary>Copies, by record, that lie where they came from: an attempt before put them back.</summary>
    private async Task<Dictionary<string, Queue<string>>> BackAlreadyAsync(string name, IReadOnlyList<MailCopy> missing, IReadOnlyDictionary<string, SoughtMail> mails, CancellationToken cancellation)
    {
        var target = await FolderAsync(name, cancellation).ConfigureAwait(false) ?? client.Inbox!;
        return await StraysAsync(target, missing, mails, new HashSet<string>(), cancellation).ConfigureAwait(false);
    }

    /// <summary>Originals whose copies are in the hidden folder are taken out instead of copied once more.</summary>
    private static async Task DropCopiedAsync(IMailFolder source, IReadOnlyList<MailCopy> copies, Dictionary<string, UniqueId> there, Dictionary<string, Queue<string>> strays, CancellationToken cancellation)
    {
        var drop = new List<UniqueId>();
        foreach (var of in copies.GroupBy(c => c.Record, StringComparer.Ordinal))
        {
            var present = of.Where(c => there.ContainsKey(c.Place)).ToArray();
            var copied = strays.TryGetValue(of.Key, out var places) ? places.Count : 0;
            foreach (var copy in present.Take(Math.Max(0, present.Length + copied - of.Count())))
            {
                drop.Add(there[copy.Place]);
                there.Remove(copy.Place);
            }
        }
        if (drop.Count == 0) return;
        await source.AddFlagsAsync(drop, MessageFlags.Deleted, true, cancellation).ConfigureAwait(false);
        await source.ExpungeAsync(drop, cancellation).ConfigureAwait(false);
    }

    /// <summary>Or into the inbox where the folder went away meanwhile.</summary>
    private async Task PutIntoAsync(IMailFolder hidden, Dictionary<string, UniqueId> places, IMailFolder target, CancellationToken cancellation)
    {
        try
        {
            await MoveAsync(hidden, places, target, cancellation).ConfigureAwait(false);
        }
        catch (FolderNotFoundException) when (target != client.Inbox)
        {
            await MoveAsync(hidden, places, client.Inbox!, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>New places by the old ones, as far as the server says them (COPYUID, RFC 4315).</summary>
    private static async Task<Dictionary<string, string>> MoveAsync(IMailFolder from, Dictionary<string, UniqueId> places, IMailFolder to, CancellationToken cancellation)
    {
        if (!from.IsOpen || from.Access != FolderAccess.ReadWrite) await from.OpenAsync(FolderAccess.ReadWrite, cancellation).ConfigureAwait(false);
        var map = await from.MoveToAsync([.. places.Values.OrderBy(u => u.Id)], to, cancellation).ConfigureAwait(false);
        var moved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, uid) in places)
            if (map is not null && map.TryGetValue(uid, out var now)) moved[place] = ImapPlace.Of(now.Validity, now);
        return moved;
    }

    /// <summary>Null where it is not there and is not to be made. It is not subscribed to: programs that follow subscriptions do not show it.</summary>
    private async Task<IMailFolder?> HiddenAsync(bool create, CancellationToken cancellation)
    {
        var root = client.GetFolder(client.PersonalNamespaces[0]);
        try
        {
            return await root.GetSubfolderAsync(HiddenFolder.Name, cancellation).ConfigureAwait(false);
        }
        catch (FolderNotFoundException)
        {
            return create ? await root.CreateAsync(HiddenFolder.Name, true, cancellation).ConfigureAwait(false) : null;
        }
    }

    private async Task<IMailFolder?> FolderAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return await client.GetFolderAsync(name, cancellation).ConfigureAwait(false);
        }
        catch (FolderNotFoundException)
        {
            return null;
        }
    }

    /// <summary>False where the folder went away meanwhile.</summary>
    private static async Task<bool> TryOpenAsync(IMailFolder folder, FolderAccess access, CancellationToken cancellation)
    {
        try
        {
            await folder.OpenAsync(access, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (FolderNotFoundException)
        {
            return false;
        }
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limit);
        try
        {
            return await work(time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MailboxException(MailboxTrouble.Passing, FormattableString.Invariant($"imap {host}: gave up after {limit.TotalSeconds:0.#} s"));
        }
        catch (ImapCommandException no)
        {
            throw new MailboxException(MailboxTrouble.Passing, $"imap {host}: answered {no.Response.ToString().ToUpperInvariant()}", no);
        }
        catch (Exception lost) when (lost is IOException or ImapProtocolException or ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotOpenException or FolderNotFoundException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw new MailboxException(MailboxTrouble.Passing, $"imap {host}: the connection broke off", lost);
        }
    }
}
