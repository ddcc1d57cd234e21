using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Wording;

namespace Postvakt.Access;

/// <summary>
/// How people come to the console: invited by a link that is used once, signed in with password and code, out again. Every attempt on an account that there is is audited. Passwords are hashed
/// elsewhere, before a decision: that takes longer than mail may wait.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class SignIns(IDecisions decisions, SealingKey seal, TimeProvider clock)
{
    private static readonly Actor Start = Actor.System("start");

    /// <summary>Invites somebody with an account to set password and app, or to set them anew. One that was given before ends.</summary>
    /// <returns>What the link carries, shown this once, or null where it was refused.</returns>
    public (Ruling Ruling, string? Secret) Invite(Actor actor, string name)
    {
        name = name.Trim().ToLowerInvariant();
        var account = decisions.FindRegistered(Account.Kind, name);
        var ruling = actor.Role < Role.Administrator ? Ruling.NotAllowed(actor, Role.Administrator)
            : account is null ? Ruling.No(Refusal.Unknown, "NoAccount", name)
            : Ruling.Done("Invited", name, Sentences.Time(clock.GetUtcNow() + Invitation.Holds));
        // The account as it was read: one that is removed at this moment takes no invitation into the next one of its name.
        return Give(actor, name, ruling, account is null ? [] : [new RegisterChange(Account.Kind, name, account.Json, account.Version)]);
    }

    /// <summary>The first administrator's invitation, or null: somebody can sign in already. One of an earlier start ends.</summary>
    public string? InviteFirst() => decisions.Register(Credential.Kind).Count > 0 ? null : Give(Start, "", Ruling.Done("Invited", "", ""), []).Secret;

    /// <summary>The invitation that a link carries, with the secret for the app; null for one that is none, was used or is past its time.</summary>
    public (Invitation Invitation, byte[] Secret)? Invited(string secret) =>
        FindInvitation(secret) is { } found && clock.GetUtcNow() < found.Until && seal.Open(found.SealedSecret, Invitation.Context(found.Id)) is { } app ? (found, app) : null;

    /// <summary>Uses an invitation. All sessions of the account end.</summary>
    /// <param name="name">Of the first administrator; else not read.</param>
    /// <param name="password">Its hash.</param>
    /// <param name="code">That the app shows: it was set up.</param>
    public Ruling Join(string secret, string name, string password, string code)
    {
        var now = clock.GetUtcNow();
        if (Invited(secret) is not { } invited) return Ruling.No(Refusal.Unknown, "InviteOver");
        var invitation = invited.Invitation;
        name = (invitation.IsFirst ? name : invitation.Account).Trim().ToLowerInvariant();
        var (account, before) = (decisions.FindRegistered(Account.Kind, name), decisions.FindRegistered(Credential.Kind, name));
        var step = OneTimeCode.StepOf(invited.Secret, code, now, 0);
        var ruling = invitation.IsFirst && decisions.Register(Credential.Kind).Count > 0 ? Ruling.No(Refusal.Unknown, "InviteOver")
            : !Accounts.IsName(name) ? Ruling.No(Refusal.Unknown, "AccountName")
            : !invitation.IsFirst && account is null ? Ruling.No(Refusal.Unknown, "NoAccount", name)
            : step is null ? Ruling.No(Refusal.NoReason, "CodeWrong")
            : Ruling.Done("Joined", name);
        var kept = invitation.IsFirst ? new Account(name, Role.Administrator, Read<Account>(account)?.Since ?? now) : Read<Account>(account);
        return Keep(kept?.Actor ?? Start, "join", name, ruling, () =>
        [
            new RegisterChange(Account.Kind, name, JsonSerializer.Serialize(kept), account?.Version ?? 0),
            new RegisterChange(Credential.Kind, name, JsonSerializer.Serialize(new Credential(name, password, seal.Seal(invited.Secret, Credential.Context(name)), step ?? 0, now) { IsFirst = invitation.IsFirst || Read<Credential>(before)?.IsFirst == true }), before?.Version ?? 0),
            Removal(decisions.FindRegistered(Invitation.Kind, invitation.Id)!),
            .. SessionsOf(name).Select(Removal),
        ]);
    }

    /// <summary>What an account signs in with, or null.</summary>
    public static Credential? CredentialOf(IRegister register, string name) => name.Length > 200 ? null : Read<Credential>(register.FindRegistered(Credential.Kind, name.Trim().ToLowerInvariant()));

    /// <summary>Signs somebody in whose password was compared, or not.</summary>
    /// <param name="credential">As it was read, and compared with what was typed.</param>
    /// <param name="passwordHolds">What came of comparing.</param>
    /// <param name="idle">How long the session holds without a page being asked for; null for the usual time.</param>
    /// <returns>What the cookie holds, or null where it was refused. The refusal does not say what was wrong.</returns>
    public (Ruling Ruling, string? Secret) SignIn(Credential credential, bool passwordHolds, string code, string device, TimeSpan? idle = null)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(Credential.Kind, credential.Account);
        var account = Read<Account>(decisions.FindRegistered(Account.Kind, credential.Account));
        // A password that was changed since it was compared is another one.
        var current = Read<Credential>(entry) is { } found && found.Password == credential.Password ? found : null;
        var step = current is not null && seal.Open(current.SealedSecret, Credential.Context(current.Account)) is { } app ? OneTimeCode.StepOf(app, code, now, current.LastStep) : null;
        var ruling = passwordHolds && step is not null && account is not null ? Ruling.Done("SignedIn", credential.Account) : Ruling.No(Refusal.NotAllowed, "SignInWrong");
        var (secret, session) = NewSession(credential.Account, device, now, idle ?? Session.UsualIdle);
        session = session with { IsFirst = credential.IsFirst };
        var kept = Keep(account?.Actor ?? Start, "sign-in", credential.Account, ruling, () =>
        [
            new RegisterChange(Credential.Kind, current!.Account, JsonSerializer.Serialize(current with { LastStep = step!.Value }), entry!.Version),
            Kept(session, 0),
            .. Crowded(session.Account, now).Select(Removal),
        ]);
        return (kept, kept.IsDone ? secret : null);
    }

    /// <summary>
    /// Signs somebody in for whom a provider vouched. The role is the one that the provider's word stands for; else that of an account of ours; else a person of the Directory is an employee. Nobody else
    /// comes in.
    /// </summary>
    /// <param name="provider">Its name, for the audit.</param>
    /// <param name="account">As the provider calls the person.</param>
    /// <param name="role">That its word stands for, or null: for none.</param>
    /// <param name="person">The person's address in the Directory, or null: not in it.</param>
    public (Ruling Ruling, string? Secret) SignInBy(string provider, string account, Role? role, string? person, string device, TimeSpan idle)
    {
        var now = clock.GetUtcNow();
        account = account.Trim().ToLowerInvariant();
        var own = Accounts.IsName(account) ? Read<Account>(decisions.FindRegistered(Account.Kind, account)) : null;
        var employee = role is null && own is null;
        // Whom the Directory knows has one name here, whatever the provider calls him: who signs in under an alias and under the own address is no second person.
        var (secret, session) = NewSession(own is null || role is not null ? person?.ToLowerInvariant() ?? account : account, device, now, idle);
        session = session with { Provider = provider, Role = role ?? (own is null ? Role.Employee : null) };
        var ruling = !Accounts.IsName(session.Account) || (employee && person is null) ? Ruling.No(Refusal.NotAllowed, "SignInStranger", account.Length > 100 ? account[..100] : account) : Ruling.Done("SignedIn", session.Account);
        var kept = Keep(ruling.IsDone ? session.Given ?? own!.Actor : Start, "sign-in", session.Account, ruling, () => [Kept(session, 0), .. Crowded(session.Account, now).Select(Removal)], "by " + provider);
        return (kept, kept.IsDone ? secret : null);
    }

    /// <summary>Notes that a page was asked for, where that was not noted for a while. Nothing that anybody decided: it stands in no audit.</summary>
    public static void Saw(IDecisions decisions, Session session, DateTimeOffset now)
    {
        if (now - (session.Seen ?? session.Since) < Session.NotedEvery || decisions.FindRegistered(Session.Kind, session.Id) is not { } entry || Read<Session>(entry) is not { } found) return;
        // Somebody who changes it at this moment ends it, or notes the same.
        decisions.Note(Kept(found with { Seen = now }, entry.Version));
    }

    /// <summary>Wrong tries on an account since a time, on all nodes together; counts no further than a hundred.</summary>
    public static int WrongTries(IAuditLog audit, string account, DateTimeOffset since) =>
        account.Length == 0 ? 0 : audit.RecentAudit(account, 100).Count(e => e.Event.Action is "sign-in" or "password" && e.Event.Outcome != AuditEvent.Done && e.Event.At > since);

    /// <summary>Who comes with a cookie, or null: unknown, past its end, or the account is gone.</summary>
    public static (Pass Pass, Session Session)? Visitor(IRegister register, string secret, DateTimeOffset now)
    {
        if (secret.Length != Secret.Length) return null;
        var hash = Secret.HashOf(secret);
        return Read<Session>(register.FindRegistered(Session.Kind, Secret.IdOf(hash))) is { } session && Secret.IsSame(session.Hash, hash) ? Holding(register, session, now) : null;
    }

    /// <summary>Whose session it is while it holds, or null: asked again and again by a page that stays open.</summary>
    public static (Pass Pass, Session Session)? Visitor(IRegister register, Session session, DateTimeOffset now) =>
        Read<Session>(register.FindRegistered(Session.Kind, session.Id)) is { } found && found.Hash == session.Hash ? Holding(register, found, now) : null;

    /// <summary>Sessions of an account that hold, newest first.</summary>
    public static IReadOnlyList<Session> Sessions(IRegister register, string name, DateTimeOffset now) =>
        [.. register.RegisteredUnder(Session.Kind, Session.KeyOf(name), "", 1_000).Select(e => Read<Session>(e)!).Where(s => s.HoldsAt(now)).OrderByDescending(s => s.Since)];

    /// <summary>Sessions of analysts and above for whom a provider vouched, at most a hundred.</summary>
    public static IReadOnlyList<Session> Provided(IRegister register, DateTimeOffset now) =>
        [.. register.RegisteredUnder(Session.Kind, Session.ProvidedKey, "", 100).Select(e => Read<Session>(e)!).Where(s => s.HoldsAt(now)).OrderBy(s => s.Account, StringComparer.Ordinal).ThenByDescending(s => s.Since)];

    /// <summary>Accounts that have a password and an app.</summary>
    public static IReadOnlySet<string> WithPassword(IRegister register) => register.Register(Credential.Kind).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>Sets one's own password anew. All other sessions of the account end.</summary>
    /// <param name="session">Of who asks; it stays.</param>
    /// <param name="credential">As it was read, and compared with what was typed.</param>
    /// <param name="passwordHolds">What came of comparing the password of now.</param>
    /// <param name="password">The new one's hash.</param>
    public Ruling ChangePassword(Actor actor, Session session, Credential credential, bool passwordHolds, string password)
    {
        var entry = decisions.FindRegistered(Credential.Kind, credential.Account);
        // A password that was changed since it was compared is another one.
        var current = Read<Credential>(entry) is { } found && found.Password == credential.Password && found.Account == session.Account ? found : null;
        var ruling = passwordHolds && current is not null ? Ruling.Done("PasswordChanged") : Ruling.No(Refusal.NotAllowed, "PasswordWrong");
        return Keep(actor, "password", session.Account, ruling, () =>
        [
            new RegisterChange(Credential.Kind, current!.Account, JsonSerializer.Serialize(current with { Password = password }), entry!.Version),
            .. SessionsOf(session.Account).Where(e => e.Id != session.Id).Select(Removal),
        ]);
    }

    /// <summary>Ends a session: one's own, or, as an administrator, anybody's.</summary>
    public Ruling SignOut(Actor actor, string id)
    {
        var entry = id.Length > 200 ? null : decisions.FindRegistered(Session.Kind, id);
        var session = Read<Session>(entry);
        var ruling = session is null ? Ruling.No(Refusal.Unknown, "NoSession")
            : actor.Role < Role.Administrator && !actor.IsSame(session.Given?.Name ?? Account.ActorName(session.Account)) ? Ruling.NotAllowed(actor, Role.Administrator)
            : Ruling.Done("SignedOut");
        return Keep(actor, "sign-out", session?.Account ?? id, ruling, () => [Removal(entry!)]);
    }

    /// <summary>Ends all sessions of an account, as an administrator.</summary>
    public Ruling SignOutAll(Actor actor, string account)
    {
        account = account.Trim().ToLowerInvariant();
        var all = SessionsOf(account);
        var ruling = actor.Role < Role.Administrator ? Ruling.NotAllowed(actor, Role.Administrator) : all.Count == 0 ? Ruling.No(Refusal.Unknown, "NoSession") : Ruling.Done("SignedOutAll", account);
        return Keep(actor, "sign-out", account, ruling, () => [.. all.Select(Removal)]);
    }

    /// <summary>Drops sessions whose time was over on one of the last seven days. Once an hour is enough.</summary>
    public void Expire()
    {
        var now = clock.GetUtcNow();
        var over = Enumerable.Range(0, 8).SelectMany(d => decisions.RegisteredUnder(Session.Kind, Session.EndsOn(now - TimeSpan.FromDays(d)), "", 1_000)).Where(e => Read<Session>(e)!.Until <= now).Take(1_000).Select(Removal).ToArray();
        if (over.Length > 0) decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("sessions"), "sessions-settled", FormattableString.Invariant($"{over.Length} sessions"), "", AuditEvent.Done)) { Register = over }, now);
    }

    /// <summary>What goes with an account that is taken away.</summary>
    internal static IEnumerable<RegisterChange> With(IRegister register, string name) =>
        register.RegisteredUnder(Session.Kind, Session.KeyOf(name), "", 1_000)
            .Concat(register.Register(Invitation.Kind).Where(e => Read<Invitation>(e)!.Account == name))
            .Concat(register.FindRegistered(Credential.Kind, name) is { } own ? [own] : []).Select(Removal);

    private (Ruling Ruling, string? Secret) Give(Actor actor, string name, Ruling ruling, IReadOnlyList<RegisterChange> also)
    {
        var now = clock.GetUtcNow();
        var secret = Secret.New();
        var hash = Secret.HashOf(secret);
        var id = Secret.IdOf(hash);
        var invitation = new Invitation(id, hash, name, seal.Seal(OneTimeCode.NewSecret(), Invitation.Context(id)), now + Invitation.Holds);
        var over = decisions.Register(Invitation.Kind).Where(e => Read<Invitation>(e) is { } one && (one.Account == name || one.Until <= now));
        var kept = Keep(actor, "invite", name.Length == 0 ? "first administrator" : name, ruling, () => [.. also, new RegisterChange(Invitation.Kind, id, JsonSerializer.Serialize(invitation), 0), .. over.Select(Removal)]);
        return (kept, kept.IsDone ? secret : null);
    }

    /// <summary>Sessions of an account that make room for a new one: those past their end, and the oldest beyond the limit.</summary>
    private IEnumerable<RegisterEntry> Crowded(string name, DateTimeOffset now)
    {
        var all = SessionsOf(name).Select(e => (Entry: e, Session: Read<Session>(e)!)).ToArray();
        return all.Where(s => !s.Session.HoldsAt(now)).Concat(all.Where(s => s.Session.HoldsAt(now)).OrderByDescending(s => s.Session.Since).Skip(Session.MaxOfAccount - 1)).Select(s => s.Entry);
    }

    private IReadOnlyList<RegisterEntry> SessionsOf(string name) => decisions.RegisteredUnder(Session.Kind, Session.KeyOf(name), "", 1_000);

    private static (Pass, Session)? Holding(IRegister register, Session session, DateTimeOffset now) =>
        session.HoldsAt(now) && (session.Given ?? Read<Account>(register.FindRegistered(Account.Kind, session.Account))?.Actor) is { } actor ? (new Pass(actor, null), session) : null;

    private static (string Secret, Session Session) NewSession(string account, string device, DateTimeOffset now, TimeSpan idle)
    {
        var secret = Secret.New();
        var hash = Secret.HashOf(secret);
        return (secret, new Session(Secret.IdOf(hash), hash, account, device.Length > Session.MaxDevice ? device[..Session.MaxDevice] : device, now, now + Session.Holds) { Idle = idle });
    }

    private static RegisterChange Kept(Session session, long version) => new(Session.Kind, session.Id, JsonSerializer.Serialize(session), version) { Keys = session.Keys };

    private Invitation? FindInvitation(string secret)
    {
        if (secret.Length != Secret.Length) return null;
        var hash = Secret.HashOf(secret);
        return Read<Invitation>(decisions.FindRegistered(Invitation.Kind, Secret.IdOf(hash))) is { } found && Secret.IsSame(found.Hash, hash) ? found : null;
    }

    private Ruling Keep(Actor actor, string action, string subject, Ruling ruling, Func<IReadOnlyList<RegisterChange>> changes, string reason = "")
    {
        var now = clock.GetUtcNow();
        var outcome = decisions.Decide(new Decision(AuditEvent.Of(now, actor, action, subject, reason, ruling.Outcome)) { Register = ruling.IsDone ? changes() : [] }, now);
        return outcome == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", subject);
    }

    private static RegisterChange Removal(RegisterEntry entry) => new(entry.Kind, entry.Id, null, entry.Version);

    private static T? Read<T>(RegisterEntry? entry) where T : class => entry is null ? null : JsonSerializer.Deserialize<T>(entry.Json);
}
