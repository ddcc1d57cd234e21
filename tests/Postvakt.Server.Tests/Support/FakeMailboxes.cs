using Postvakt.Incidents;
using System.Globalization;
using Postvakt.Server.Mailboxes;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Support;

/// <summary>Mailboxes in memory, which fail where a test says so.</summary>
internal sealed class FakeMailboxes : IMailboxes
{
    private const string Hidden = "hidden";
    private readonly Lock _lock = new();
    private readonly List<Copy> _copies = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private int _number;

    public string Name => "fake";

    /// <summary>What a mailbox is said to do by itself; null: not told.</summary>
    public MailboxRules? Rules { get; set; }

    public Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation)
    {
        Before("rules", address);
        return Task.FromResult(Rules);
    }

    /// <summary>Asked before each operation with its name and mailbox; throws to fail it.</summary>
    public Action<string, string> Before { get; set; } = (_, _) => { };

    /// <summary>Asked after each operation was done.</summary>
    public Action<string, string> After { get; set; } = (_, _) => { };

    public void Put(string mailbox, string messageId, string folder = "inbox", bool seen = false)
    {
        lock (_lock)
        {
            _known.Add(mailbox);
            if (messageId.Length > 0) _copies.Add(new Copy(mailbox, folder, messageId, seen, Next()));
        }
    }

    /// <summary>"mailbox/folder: number" of all that is there, hidden ones included.</summary>
    public string[] Everything()
    {
        lock (_lock) return [.. _copies.GroupBy(c => $"{c.Mailbox}/{c.Folder}").Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}: {g.Count()}")).Order(StringComparer.Ordinal)];
    }

    public int HiddenCopies()
    {
        lock (_lock) return _copies.Count(c => c.Folder == Hidden);
    }

    public Task<IMailbox> OpenAsync(string address, CancellationToken cancellation)
    {
        Before("open", address);
        lock (_lock) if (!_known.Contains(address)) throw new MailboxException(MailboxTrouble.Missing, "no such mailbox");
        return Task.FromResult<IMailbox>(new Box(this, address));
    }

    public void Dispose()
    {
    }

    private string Next() => (++_number).ToString(CultureInfo.InvariantCulture);

    private sealed record Copy(string Mailbox, string Folder, string MessageId, bool Seen, string Place);

    private sealed class Box(FakeMailboxes all, string mailbox) : IMailbox
    {
        public Task<IReadOnlyList<FolderCopies>> FindAsync(IReadOnlyList<SoughtMail> sought, CancellationToken cancellation) => Do<IReadOnlyList<FolderCopies>>("find", () =>
            [.. all._copies.Where(c => c.Mailbox == mailbox && c.Folder != Hidden).Select(c => (Copy: c, Mail: sought.FirstOrDefault(s => s.MessageId == c.MessageId))).Where(c => c.Mail is not null)
                .GroupBy(c => c.Copy.Folder).Select(g => new FolderCopies(g.Key, [.. g.Select(c => new MailCopy(c.Mail!.Record, c.Copy.Place, c.Copy.Seen))]))]);

        public Task<IReadOnlyList<MailCopy>> HideAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, bool again, IReadOnlySet<string> taken, CancellationToken cancellation) => Do<IReadOnlyList<MailCopy>>("hide", () =>
        {
            var strays = again ? all._copies.Where(c => c.Mailbox == mailbox && c.Folder == Hidden && !taken.Contains(c.Place)).ToList() : [];
            return [.. copies.Copies.Select(copy => Move(copy.Place, copies.Folder, Hidden) is { } place ? copy with { State = CopyState.Hidden, Hidden = place }
                : strays.FindIndex(s => s.MessageId == mails[copy.Record].MessageId) is var at and >= 0 && Take(strays, at) is { } stray ? copy with { State = CopyState.Hidden, Hidden = stray } : copy with { State = CopyState.Gone })];
        });

        public Task<IReadOnlyList<MailCopy>> PutBackAsync(FolderCopies copies, IReadOnlyDictionary<string, SoughtMail> mails, CancellationToken cancellation) => Do<IReadOnlyList<MailCopy>>("back", () =>
            [.. copies.Copies.Select(copy => copy with
            {
                State = Move(copy.Hidden, Hidden, copies.Folder) is not null || all._copies.Any(c => c.Mailbox == mailbox && c.Folder == copies.Folder && c.MessageId == mails[copy.Record].MessageId) ? CopyState.Returned : CopyState.Gone,
            })]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static string Take(List<Copy> strays, int at)
        {
            var place = strays[at].Place;
            strays.RemoveAt(at);
            return place;
        }

        private string? Move(string place, string from, string to)
        {
            var at = all._copies.FindIndex(c => c.Mailbox == mailbox && c.Folder == from && c.Place == place);
            if (at < 0) return null;
            all._copies[at] = all._copies[at] with { Folder = to, Place = all.Next() };
            return all._copies[at].Place;
        }

        private Task<T> Do<T>(string what, Func<T> work)
        {
            all.Before(what, mailbox);
            T done;
            lock (all._lock) done = work();
            all.After(what, mailbox);
            return Task.FromResult(done);
        }
    }
}
