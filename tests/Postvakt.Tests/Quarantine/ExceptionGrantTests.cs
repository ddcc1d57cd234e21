using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>How narrow an exception must be, who grants it, and how it ends.</summary>
public sealed class ExceptionGrantTests : IDisposable
{
    private const string Sender = "a@partner.example";
    private readonly HeldPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(Sender, "portal.partner.example", "", "", "ExceptionGranted")]
    [InlineData(Sender, "", "burst", "", "ExceptionGranted")]
    [InlineData("", "", "", "links /a/N", "ExceptionGranted")]
    [InlineData(Sender, "", "", "links /a/N", "ExceptionGranted")]
    [InlineData(Sender, "", "", "", "ExceptionAlone")]
    [InlineData("", "portal.partner.example", "", "", "ExceptionAlone")]
    [InlineData("", "", "burst", "", "ExceptionAlone")]
    [InlineData(Sender, "portal.partner.example", "burst", "", "ExceptionAlone")]
    [InlineData(Sender, "", "hijacked-reply", "", "ExceptionAlone")]
    [InlineData("partner.example", "portal.partner.example", "", "", "ExceptionValue")]
    [InlineData(Sender, "no host", "", "", "ExceptionValue")]
    // A whole suffix is nobody's host.
    [InlineData(Sender, "com", "", "", "ExceptionValue")]
    [InlineData(Sender, "co.uk", "", "", "ExceptionValue")]
    public void Exception_IsOfOneThing_AndNeverOfASenderAlone(string sender, string host, string rule, string campaign, string answer)
    {
        var ruling = Grant(sender, host, rule, campaign);
        Assert.Equal(answer, ruling.Key);
        Assert.Equal(ruling.IsDone ? 1 : 0, Rules().Count);
    }

    [Fact]
    public void Exception_TakesValuesThatAreLong_ButNoLongerThanAnAddress()
    {
        Assert.Equal("ExceptionGranted", Grant(Sender, rule: new string('r', 320)).Key);
        Assert.Equal("ExceptionValue", Grant(Sender, rule: new string('r', 321)).Key);
        Assert.Equal("ExceptionValue", Grant(campaign: new string('c', 321)).Key);
    }

    [Fact]
    public void Exception_IsKeptAsItIsCompared_WithItsOwnerAndReason()
    {
        Grant(" A@Partner.example ", " .Portal.Partner.example ");
        var rule = Assert.Single(Rules());
        Assert.Equal((Sender, "portal.partner.example", Rita.Name, "supplier's portal", _place.Clock.GetUtcNow()), (rule.Sender, rule.Host, rule.Owner, rule.Reason, rule.Since));
        Assert.Equal(["grant-exception done"], _place.History(rule.Id));
    }

    [Fact]
    public void Exception_IsGrantedByResponders_WithAReason_ForNinetyDaysAtMost()
    {
        var now = _place.Clock.GetUtcNow();
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Grants.Grant(Analyst, Sender, "", "burst", "", "why", now + TimeSpan.FromDays(1))));
        Assert.Equal((Refusal.NoReason, "ExceptionReason"), Of(_place.Grants.Grant(Rita, Sender, "", "burst", "", " ", now + TimeSpan.FromDays(1))));
        Assert.Equal((Refusal.NoReason, "ExceptionTime"), Of(_place.Grants.Grant(Rita, Sender, "", "burst", "", "why", now)));
        Assert.Equal((Refusal.NoReason, "ExceptionTime"), Of(_place.Grants.Grant(Rita, Sender, "", "burst", "", "why", now + TimeSpan.FromDays(90) + TimeSpan.FromSeconds(1))));
        Assert.Empty(Rules());
        // What was refused is audited with what was asked for.
        Assert.Equal(4, _place.History(Sender + "  burst").Length);
        Assert.Equal((Refusal.None, "ExceptionGranted"), Of(_place.Grants.Grant(Rita, Sender, "", "burst", "", "why", now + TimeSpan.FromDays(90))));
    }

    [Fact]
    public void Exception_IsWithdrawnByResponders_Once()
    {
        Grant(Sender, rule: "burst");
        var id = Assert.Single(Rules()).Id;
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Grants.Withdraw(Analyst, id, "over")));
        Assert.Single(Rules());
        Assert.Equal((Refusal.None, "ExceptionEnded"), Of(_place.Grants.Withdraw(Rita, id, "over")));
        Assert.Empty(Rules());
        Assert.Equal((Refusal.Unknown, "NoException"), Of(_place.Grants.Withdraw(Rita, id, "again")));
        Assert.Equal(["withdraw-exception unknown", "withdraw-exception done", "withdraw-exception not allowed", "grant-exception done"], _place.History(id));
    }

    [Fact]
    public void Exceptions_PastTheirEnd_MakeRoomForTheNext_AndAreElseShownForNinetyDays()
    {
        Grant(Sender, rule: "burst", days: 1);
        _place.Clock.Move(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Grant(Sender, rule: "sleep", days: 1);
        Assert.Equal(["burst", "sleep"], Rules().Select(r => r.Rule));
        _place.Clock.Move(TimeSpan.FromSeconds(1));
        Grant(Sender, rule: "links", days: 1);
        Assert.Equal(["sleep", "links"], Rules().Select(r => r.Rule));
        _place.Clock.Move(TimeSpan.FromDays(91) - TimeSpan.FromSeconds(1));
        _place.Grants.Expire();
        Assert.Equal(["links"], Rules().Select(r => r.Rule));
        _place.Clock.Move(TimeSpan.FromSeconds(1));
        var audited = _place.Ledger.RecentAudit("", 100).Count;
        _place.Grants.Expire();
        Assert.Empty(Rules());
        Assert.Equal(("exceptions-settled", "system:exceptions", ""), _place.Ledger.RecentAudit("1 exceptions", 10)[0].Event is var e ? (e.Action, e.Actor.Name, e.Reason) : default);
        _place.Grants.Expire();
        Assert.Equal(audited + 1, _place.Ledger.RecentAudit("", 100).Count);
    }

    [Fact]
    public void Exceptions_AtOnce_AreAThousand()
    {
        var now = _place.Clock.GetUtcNow();
        var rules = Enumerable.Range(1, 999).Select(n => new ExceptionRule($"a{n:d4}", Sender, "", "burst", "", Rita.Name, "why", now, now + TimeSpan.FromDays(1)));
        _place.Ledger.Decide(new Decision(AuditEvent.Of(now, Rita, "import", "exceptions", "", AuditEvent.Done)) { Register = [.. rules.Select(r => new Registers.RegisterChange(ExceptionRule.Kind, r.Id, System.Text.Json.JsonSerializer.Serialize(r), 0))] }, now);
        Assert.Equal("ExceptionGranted", Grant(Sender, rule: "burst").Key);
        Assert.Equal((Refusal.NotHeld, "TooMany"), Of(Grant(Sender, rule: "sleep")));
        Assert.Equal(1_000, Rules().Count);
    }

    private Ruling Grant(string sender = "", string host = "", string rule = "", string campaign = "", int days = 30) =>
        _place.Grants.Grant(Rita, sender, host, rule, campaign, "supplier's portal", _place.Clock.GetUtcNow() + TimeSpan.FromDays(days));

    private IReadOnlyList<ExceptionRule> Rules() => ExceptionGrants.All(_place.Ledger);

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
