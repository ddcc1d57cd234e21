using Postvakt.Audit;
using Postvakt.Events;

namespace Postvakt.Tests.Events;

public sealed class EventCatalogueTests
{
    private static readonly string[] EcsCategories = ["api", "authentication", "configuration", "database", "driver", "email", "file", "host", "iam", "intrusion_detection", "library", "malware", "network", "package", "process", "registry", "session", "threat", "vulnerability", "web"];
    private static readonly string[] EcsTypes = ["access", "admin", "allowed", "change", "connection", "creation", "deletion", "denied", "device", "end", "error", "group", "indicator", "info", "installation", "protocol", "start", "user"];

    [Fact]
    public void EveryAuditedAction_HasAType()
    {
        var (actions, unread) = AuditActions.Find(AuditActions.Sources());
        Assert.Empty(unread);
        Assert.True(actions.Count > 100, $"only {actions.Count} found");
        Assert.DoesNotContain(actions, a => !EventCatalogue.Knows(a));
    }

    [Fact]
    public void EveryActionOfTheCatalogue_IsAudited() =>
        Assert.Empty(EventCatalogue.All.Select(t => t.Action).Where(a => a.Length > 0).Except(AuditActions.Find(AuditActions.Sources()).Actions));

    [Theory]
    [InlineData("""decisions.Decide(new Decision(AuditEvent.Of(now, actor, "do-new", id, "", x)));""", "do-new")]
    [InlineData("""AuditEvent.Of(now, actor, fresh ? "made-new" : "made-old", id, reason, x)""", "made-new made-old")]
    [InlineData("""void Keep(Actor actor, string action) => AuditEvent.Of(now, actor, action, "", "", ""); void A() => Keep(by, "kept-new");""", "kept-new")]
    [InlineData("""Looks.Note(ledger, actor, "seen-new", id, now);""", "seen-new")]
    public void NewAction_IsFound(string text, string actions) => Assert.Equal(actions.Split(' '), AuditActions.Find([("a.cs", text)]).Actions.Order(StringComparer.Ordinal));

    [Fact]
    public void ActionThatCannotBeRead_IsNamed() => Assert.Equal(["a.cs: Made(up)"], AuditActions.Find([("a.cs", "AuditEvent.Of(now, actor, Made(up), id, reason, x)")]).Unread);

    [Fact]
    public void UnknownAction_IsToldAllTheSame() => Assert.Equal("decision.other", SecurityEvent.Of(Entry("never-heard-of", AuditEvent.Done), "firm").Type.Id);

    [Fact]
    public void Ids_AreUnique() => Assert.Equal(EventCatalogue.All.Count, EventCatalogue.All.Select(t => t.Id).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Types_UseWhatTheSchemasKnow() => Assert.All(EventCatalogue.All, t =>
    {
        Assert.Matches("^[a-z-]+\\.[a-z-]+$", t.Id);
        Assert.Contains(t.Category, EcsCategories);
        Assert.All(t.Kinds, k => Assert.Contains(k, EcsTypes));
        Assert.Contains(t.Activity, t.Class.Activities.Keys);
        Assert.All(t.Attack, a => Assert.Matches(@"^T\d{4}(\.\d{3})?$", a));
        Assert.EndsWith(".", t.Meaning, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("sign-in", "done", "account.signed-in", true)]
    [InlineData("sign-in", "unknown", "account.sign-in-failed", false)]
    [InlineData("release", "locked", "mail.released", false)]
    [InlineData("sweep-moved", "3 copies hidden, 0 gone", "sweep.copies-taken", null)]
    [InlineData("digest-failed", "550", "notice.digest-failed", false)]
    [InlineData("refused", "get not allowed", "account.refused", false)]
    public void Outcome_BecomesSuccessOrFailure(string action, string outcome, string type, bool? succeeded)
    {
        var told = SecurityEvent.Of(Entry(action, outcome), "firm");
        Assert.Equal((type, succeeded), (told.Type.Id, told.Succeeded));
    }

    [Fact]
    public void SameEntry_HasTheSameId_AndAnotherChainAnother()
    {
        var (one, other) = (Entry("release", AuditEvent.Done), AuditChain.Next("other", "node", null, Entry("release", AuditEvent.Done).Event));
        Assert.Equal(SecurityEvent.Of(one, "firm").Id, SecurityEvent.Of(one, "firm").Id);
        Assert.NotEqual(SecurityEvent.Of(one, "firm").Id, SecurityEvent.Of(other, "firm").Id);
    }

    [Theory]
    [InlineData("mail.*", "mail.held", true)]
    [InlineData("*.set", "lockdown.set", true)]
    [InlineData("m*d", "mail.held", true)]
    [InlineData("mail.held", "mail.heldx", false)]
    [InlineData("mail.*.held", "mail.held", false)]
    [InlineData("*a*a*", "mail", false)]
    public void Globs_Fit(string glob, string id, bool fits) => Assert.Equal(fits, new EventFilter([glob], EventSeverity.Informational).WantsType(id));

    internal static AuditEntry Entry(string action, string outcome, string reason = "") =>
        AuditChain.Next("firm", "node", null, AuditEvent.Of(DateTimeOffset.FromUnixTimeMilliseconds(1_636_362_000_000), new Actor("account:anna", Role.Analyst), action, "0v9k2m4c6x8z1b3n", reason, outcome));
}
