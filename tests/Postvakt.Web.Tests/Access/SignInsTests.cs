using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Web.Tests.Access;

/// <summary>Who comes in, on a real store with a clock that the test moves. Passwords are compared elsewhere: here any text stands for a hash.</summary>
public sealed class SignInsTests : IDisposable
{
    private const string Anna = "anna@firm.example", Hash = "hash of a password";
    private static readonly Actor Root = new("account:uid 0", Role.Administrator);
    private readonly string _folder = Directory.CreateTempSubdirectory("postvakt-signins-").FullName;
    private readonly ManualClock _clock = new();
    private readonly SqliteLedger _ledger;
    private readonly SignIns _signIns;
    private readonly Accounts _accounts;

    public SignInsTests()
    {
        var keys = KeyRing.Open(Path.Combine(_folder, "keys"), mayCreate: true);
        _ledger = new SqliteLedger(new SqliteMemory(Path.Combine(_folder, "memory.db"), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        (_signIns, _accounts) = (new SignIns(_ledger, keys.Seal, _clock), new Accounts(_ledger, _clock));
    }

    public void Dispose()
    {
        _ledger.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void FirstAdministrator_SaysTheName_AndThenNobodyElseIsFirst()
    {
        var before = _signIns.InviteFirst()!;
        var link = _signIns.InviteFirst()!;
        Assert.Equal("InviteOver", _signIns.Join(before, Anna, Hash, "000000").Key);
        Assert.Equal("AccountName", _signIns.Join(link, "anna berg", Hash, Code(link)).Key);
        Assert.Equal("CodeWrong", _signIns.Join(link, Anna, Hash, "abcdef").Key);
        Assert.True(_signIns.Join(link, "Anna@firm.example", Hash, Code(link)).IsDone);
        Assert.Equal(Role.Administrator, Assert.Single(Accounts.All(_ledger)).Role);
        Assert.Null(_signIns.InviteFirst());
        Assert.Equal("InviteOver", _signIns.Join(link, "eve@firm.example", Hash, "000000").Key);
    }

    [Fact]
    public void Invitation_IsGivenByAdministratorsOnly_AndHoldsADay()
    {
        _accounts.Set(Root, Anna, Role.Responder);
        Assert.Equal(Refusal.NotAllowed, _signIns.Invite(new Actor("user:" + Anna, Role.Responder), Anna).Ruling.Refusal);
        Assert.Equal("NoAccount", _signIns.Invite(Root, "nobody@firm.example").Ruling.Key);
        var link = _signIns.Invite(Root, Anna).Secret!;
        Assert.NotNull(_signIns.Invited(link));
        _clock.Advance(Invitation.Holds);
        Assert.Null(_signIns.Invited(link));
    }

    [Fact]
    public void Code_OpensOnce_AndAWrongPasswordOpensNothing()
    {
        var app = JoinedApp();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var (credential, code) = (SignIns.CredentialOf(_ledger, Anna)!, OneTimeCode.At(app, _clock.GetUtcNow()));
        Assert.Null(_signIns.SignIn(credential, false, code, "browser").Secret);
        Assert.Null(_signIns.SignIn(credential, true, "000000", "browser").Secret);
        var secret = _signIns.SignIn(credential, true, code, "browser").Secret!;
        Assert.Equal("SignInWrong", _signIns.SignIn(credential, true, code, "browser").Ruling.Key);
        var visitor = SignIns.Visitor(_ledger, secret, _clock.GetUtcNow());
        Assert.Equal(new Actor("user:" + Anna, Role.Responder), visitor!.Value.Pass.Actor);
        Assert.Null(SignIns.Visitor(_ledger, secret[..^1] + (secret[^1] == 'A' ? 'B' : 'A'), _clock.GetUtcNow()));
        // Newest first: a code that was used, who came in, a wrong code, a wrong password.
        Assert.Equal(["not allowed", "done", "not allowed", "not allowed"], _ledger.RecentAudit(Anna, 4).Select(a => a.Event.Outcome));
    }

    [Fact]
    public void Session_EndsWithItsTime_TheAccount_AndANewInvitation()
    {
        var app = JoinedApp();
        var secret = SignedIn(app);
        Assert.NotNull(SignIns.Visitor(_ledger, secret, _clock.GetUtcNow()));
        Assert.Null(SignIns.Visitor(_ledger, secret, _clock.GetUtcNow() + Session.Holds));
        app = JoinedApp();
        Assert.Null(SignIns.Visitor(_ledger, secret, _clock.GetUtcNow()));
        secret = SignedIn(app);
        _accounts.Set(Root, Anna, Role.Analyst);
        Assert.Equal(Role.Analyst, SignIns.Visitor(_ledger, secret, _clock.GetUtcNow())!.Value.Pass.Actor.Role);
        _accounts.Remove(Root, Anna);
        Assert.Null(SignIns.Visitor(_ledger, secret, _clock.GetUtcNow()));
        // Somebody else of the same name has neither the password nor the session.
        _accounts.Set(Root, Anna, Role.Administrator);
        Assert.Null(SignIns.Visitor(_ledger, secret, _clock.GetUtcNow()));
        Assert.Null(SignIns.CredentialOf(_ledger, Anna));
    }

    [Fact]
    public void Sessions_OfAnAccount_AreTenAtMost_AndEndedByOneselfOrAnAdministrator()
    {
        var app = JoinedApp();
        var first = SignedIn(app);
        for (var i = 0; i < Session.MaxOfAccount; i++) SignedIn(app);
        Assert.Equal(Session.MaxOfAccount, SignIns.Sessions(_ledger, Anna, _clock.GetUtcNow()).Count);
        Assert.Null(SignIns.Visitor(_ledger, first, _clock.GetUtcNow()));
        var session = SignIns.Sessions(_ledger, Anna, _clock.GetUtcNow())[0];
        Assert.Equal(Refusal.NotAllowed, _signIns.SignOut(new Actor("user:eve@firm.example", Role.Responder), session.Id).Refusal);
        Assert.True(_signIns.SignOut(new Actor("user:" + Anna, Role.Responder), session.Id).IsDone);
        Assert.Equal("NoSession", _signIns.SignOut(Root, session.Id).Key);
        Assert.Equal(Session.MaxOfAccount - 1, SignIns.Sessions(_ledger, Anna, _clock.GetUtcNow()).Count);
    }

    [Fact]
    public void Session_EndsWhenNoPageIsAskedFor_AndNotingThatIsNoDecision()
    {
        var secret = SignedIn(JoinedApp());
        var audited = _ledger.RecentAudit("", 1_000).Count;
        for (var i = 0; i < 5; i++)
        {
            _clock.Advance(Session.UsualIdle - TimeSpan.FromMinutes(6));
            var visitor = SignIns.Visitor(_ledger, secret, _clock.GetUtcNow())!.Value;
            SignIns.Saw(_ledger, visitor.Session, _clock.GetUtcNow());
            // Not every page is a write.
            var version = _ledger.FindRegistered(Session.Kind, visitor.Session.Id)!.Version;
            _clock.Advance(TimeSpan.FromMinutes(1));
            SignIns.Saw(_ledger, SignIns.Visitor(_ledger, secret, _clock.GetUtcNow())!.Value.Session, _clock.GetUtcNow());
            Assert.Equal(version, _ledger.FindRegistered(Session.Kind, visitor.Session.Id)!.Version);
        }
        Assert.Equal(audited, _ledger.RecentAudit("", 1_000).Count);
        _clock.Advance(Session.UsualIdle);
        Assert.Null(SignIns.Visitor(_ledger, secret, _clock.GetUtcNow()));
        Assert.Empty(SignIns.Sessions(_ledger, Anna, _clock.GetUtcNow()));
    }

    [Fact]
    public void Provider_GivesTheRole_ElseTheAccountDoes_ElseTheDirectory_ElseNobodyComesIn()
    {
        Actor? Of(Role? role, string account, string? person) =>
            _signIns.SignInBy("firm", account, role, person, "browser", Session.UsualIdle).Secret is { } secret ? SignIns.Visitor(_ledger, secret, _clock.GetUtcNow())!.Value.Pass.Actor : null;

        Assert.Equal(new Actor("user:ben@firm.example", Role.Responder), Of(Role.Responder, "Ben@firm.example", "ben@firm.example"));
        Assert.Equal(new Actor("person:ben@firm.example", Role.Employee), Of(null, "benny@firm.example", "Ben@firm.example"));
        // Under an alias somebody is no second person who confirms what the first one asked.
        Assert.Equal(new Actor("user:dan@firm.example", Role.Responder), Of(Role.Responder, "dan@firm.onmicrosoft.example", "Dan@firm.example"));
        _signIns.SignOutAll(Root, "dan@firm.example");
        Assert.Null(Of(null, "ben@firm.example", null));
        Assert.Null(Of(Role.Administrator, "ben and eve", null));
        _accounts.Set(Root, Anna, Role.Analyst);
        Assert.Equal(new Actor("user:" + Anna, Role.Analyst), Of(null, Anna, null));
        var secret = _signIns.SignInBy("firm", Anna, null, null, "browser", Session.UsualIdle).Secret!;
        _accounts.Set(Root, Anna, Role.Responder);
        Assert.Equal(Role.Responder, SignIns.Visitor(_ledger, secret, _clock.GetUtcNow())!.Value.Pass.Actor.Role);
        Assert.Equal(["not allowed", "not allowed"], _ledger.RecentAudit("", 100).Where(a => a.Event is { Action: "sign-in", Outcome: not "done" }).Select(a => a.Event.Outcome));
        // An employee ends the own session, and nobody else's.
        var own = SignIns.Sessions(_ledger, "ben@firm.example", _clock.GetUtcNow());
        var ben = new Actor("person:ben@firm.example", Role.Employee);
        Assert.Equal(Refusal.NotAllowed, _signIns.SignOut(ben, own.Single(s => s.Role == Role.Responder).Id).Refusal);
        Assert.True(_signIns.SignOut(ben, own.Single(s => s.Role == Role.Employee).Id).IsDone);
        Assert.Equal("ben@firm.example", Assert.Single(SignIns.Provided(_ledger, _clock.GetUtcNow())).Account);
        Assert.True(_signIns.SignOutAll(Root, "ben@firm.example").IsDone);
        Assert.Empty(SignIns.Provided(_ledger, _clock.GetUtcNow()));
    }

    [Fact]
    public void Password_IsChangedWithTheOneOfNow_AndEndsTheOtherSessions()
    {
        var app = JoinedApp();
        SignedIn(app);
        var session = SignIns.Visitor(_ledger, SignedIn(app), _clock.GetUtcNow())!.Value.Session;
        var (credential, anna) = (SignIns.CredentialOf(_ledger, Anna)!, new Actor("user:" + Anna, Role.Responder));
        Assert.Equal("PasswordWrong", _signIns.ChangePassword(anna, session, credential, false, "another hash").Key);
        Assert.Equal(2, SignIns.Sessions(_ledger, Anna, _clock.GetUtcNow()).Count);
        Assert.Equal(1, SignIns.WrongTries(_ledger, Anna, _clock.GetUtcNow() - TimeSpan.FromMinutes(1)));
        Assert.True(_signIns.ChangePassword(anna, session, credential, true, "another hash").IsDone);
        Assert.Equal("another hash", SignIns.CredentialOf(_ledger, Anna)!.Password);
        Assert.Equal(session.Id, Assert.Single(SignIns.Sessions(_ledger, Anna, _clock.GetUtcNow())).Id);
        // Compared with a password that is no longer the one.
        Assert.Equal("PasswordWrong", _signIns.ChangePassword(anna, session, credential, true, "a third").Key);
    }

    [Fact]
    public void Sessions_PastTheirTime_AreDropped()
    {
        SignedIn(JoinedApp());
        _clock.Advance(Session.Holds);
        _signIns.Expire();
        Assert.Empty(_ledger.RegisteredUnder(Session.Kind, "", "", 10));
        Assert.Equal("sessions-settled", _ledger.RecentAudit("", 1)[0].Event.Action);
    }

    [Fact]
    public void WrongTries_AreCounted_WhereverTheyWereMade()
    {
        var app = JoinedApp();
        for (var i = 0; i < 3; i++) _signIns.SignIn(SignIns.CredentialOf(_ledger, Anna)!, false, "000000", "browser");
        SignedIn(app);
        Assert.Equal(3, SignIns.WrongTries(_ledger, Anna, _clock.GetUtcNow() - TimeSpan.FromMinutes(15)));
        _clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(0, SignIns.WrongTries(_ledger, Anna, _clock.GetUtcNow() - TimeSpan.FromMinutes(15)));
    }

    private byte[] JoinedApp()
    {
        if (Accounts.All(_ledger).Count == 0) _accounts.Set(Root, Anna, Role.Responder);
        var link = _signIns.Invite(Root, Anna).Secret!;
        var app = _signIns.Invited(link)!.Value.Secret;
        Assert.True(_signIns.Join(link, "", Hash, Code(link)).IsDone);
        return app;
    }

    private string SignedIn(byte[] app)
    {
        // The code before this one was used already.
        _clock.Advance(TimeSpan.FromMinutes(1));
        return _signIns.SignIn(SignIns.CredentialOf(_ledger, Anna)!, true, OneTimeCode.At(app, _clock.GetUtcNow()), "browser").Secret!;
    }

    private string Code(string link) => OneTimeCode.At(_signIns.Invited(link)!.Value.Secret, _clock.GetUtcNow());
}
