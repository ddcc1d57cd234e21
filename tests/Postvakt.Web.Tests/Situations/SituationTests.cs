using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Web.Situations;

namespace Postvakt.Web.Tests.Situations;

public sealed class SituationTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 3, 0, 0, TimeSpan.Zero);
    private static readonly Situation Quiet = new(At, 0, 0, 0, [], [], [], []);

    [Fact]
    public void Nothing_IsNoAttack()
    {
        Assert.Equal(Alarm.No, Quiet.Alarm);
        Assert.Empty(Quiet.Reasons);
        // Held mail alone is a usual night.
        Assert.Equal(Alarm.No, (Quiet with { Held = 100, Requests = 5 }).Alarm);
    }

    [Theory]
    [InlineData(3, 59, Alarm.Yes, "UiWhyWave")]
    [InlineData(3, 61, Alarm.Perhaps, "UiWhyCampaign")]
    [InlineData(2, 5, Alarm.Perhaps, "UiWhyCampaign")]
    public void Campaign_IsAnAttack_InNumberAndFresh(long malicious, int minutesAgo, object alarm, string why)
    {
        var situation = Quiet with { Campaigns = [new CampaignTally("links", 9, malicious, At.AddHours(-2), At.AddMinutes(-minutesAgo))] };
        Assert.Equal((Alarm)alarm, situation.Alarm);
        Assert.Equal(why, Assert.Single(situation.Reasons).Key);
    }

    [Fact]
    public void CampaignWithoutMaliciousMail_IsNone() => Assert.Equal(Alarm.No, (Quiet with { Campaigns = [new CampaignTally("news", 50, 0, At.AddHours(-2), At)] }).Alarm);

    [Theory]
    [InlineData(IncidentState.Open, Alarm.Yes, "UiWhyIncident")]
    [InlineData(IncidentState.Proposed, Alarm.Perhaps, "UiWhyProposed")]
    public void Incident_IsAnAttack_WhenSomebodyTookItUp(IncidentState state, object alarm, string why)
    {
        var situation = Quiet with { Incidents = [new Incident("i", "Charts", state, At, "x")] };
        Assert.Equal((Alarm)alarm, situation.Alarm);
        Assert.Equal(why, Assert.Single(situation.Reasons).Key);
    }

    [Fact]
    public void Reports_CallForALook()
    {
        var situation = Quiet with { Reports = 2 };
        Assert.Equal(Alarm.Perhaps, situation.Alarm);
        Assert.Equal("UiWhyReports", Assert.Single(situation.Reasons).Key);
    }
}
