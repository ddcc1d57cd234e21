using Postvakt.Automation;
using Postvakt.Detection;
using Postvakt.Intake.Gateway;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class AutomationConfigReaderTests : IDisposable
{
    private const string Mailboxes = "mailboxes: {graph: {tenant: t, client_id: c, secret_file: s}}\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Policy_IsRead()
    {
        var (config, errors) = Read(Mailboxes + """
            automation:
              sweep:
                per_hour: 40
                rules:
                  - {sources: [journal], do: act}
                  - {verdict: suspicious, mails: 5, sources: [gateway, report], do: propose}
              ask: {rules: []}
              lock: {rules: [{mails: 3, do: off}]}
            """);
        Assert.Empty(errors);
        var policy = config!.Automation;
        Assert.Equal((40, 40, 2), (policy.Actions[AutomaticAction.Sweep].PerHour, config.Sweep.Options.AutomaticPerHour, policy.Actions[AutomaticAction.Sweep].Rules.Count));
        var (first, second) = (policy.Actions[AutomaticAction.Sweep].Rules[0], policy.Actions[AutomaticAction.Sweep].Rules[1]);
        Assert.Equal((Verdict.Malicious, 1, AutomationSource.Journal, AutomaticMode.Act), (first.Verdict, first.Mails, Assert.Single(first.Sources), first.Do));
        Assert.Equal((Verdict.Suspicious, 5, 2, AutomaticMode.Propose), (second.Verdict, second.Mails, second.Sources.Count, second.Do));
        Assert.Empty(policy.Actions[AutomaticAction.Ask].Rules);
        Assert.Equal(AutomaticMode.Off, Assert.Single(policy.Actions[AutomaticAction.Lock].Rules).Do);
        Assert.Equal(AutomationPolicy.Default.Actions[AutomaticAction.Warn].Rules, policy.Actions[AutomaticAction.Warn].Rules);
        Assert.Equal(Verdict.Suspicious, policy.From);
    }

    [Theory]
    [InlineData("automation: {sweep: {rules: [{do: act}]}}", "automation.sweep: whose mailboxes?")]
    [InlineData("automation: {lock: {rules: [{mails: 3}]}}", "automation.lock.rules[0].do: is missing")]
    [InlineData("automation: {lock: {rules: [{sources: [postman], do: act}]}}", "automation.lock.rules[0].sources: of gateway, journal")]
    [InlineData("automation: {lock: {rules: [{sources: [1], do: act}]}}", "automation.lock.rules[0].sources: of gateway, journal")]
    [InlineData("automation: {lock: {rules: [{verdict: clean, do: act}]}}", "automation.lock.rules[0].verdict:")]
    [InlineData("automation: {lock: {rules: [{mails: 0, do: act}]}}", "automation.lock.rules[0].mails:")]
    [InlineData("automation: {lock: {per_hour: 0}}", "automation.lock.per_hour:")]
    [InlineData("automation: {delete: {}}", "automation.delete: no such key")]
    public void Wrong_IsSaid(string yaml, string says) => Assert.Contains(Read(yaml).Errors, e => e.StartsWith(says, StringComparison.Ordinal));

    private (ServeConfig? Config, IReadOnlyList<string> Errors) Read(string yaml) => ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []);
}
