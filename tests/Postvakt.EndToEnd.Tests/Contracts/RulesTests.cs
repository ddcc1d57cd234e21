using System.Text;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Contracts;

/// <summary>rules, as somebody uses it who writes detections.</summary>
public sealed class RulesTests : IDisposable
{
    private readonly Workplace _place = new();

    public RulesTests()
    {
        Write("rules/lamp.yml", "name: Lamps from outside\nid: lamp-1\ntype: rule\nseverity: high\nsource: |\n  type.inbound\n  and sender.email.domain.root_domain in $lamps\n  and any(body.links, strings.ends_with(.href_url.path, '.zip'))\n");
        Write("rules/whois.yml", "name: Young domain\ntype: rule\nsource: network.whois(sender.email.domain).days_old < 30\n");
        Write("lists/lamps.txt", "lamp.example\n");
        Write("mail.eml", "Message-ID: <1@lamp.example>\r\nFrom: Anna <anna@lamp.example>\r\nTo: b@firm.example\r\nSubject: Charts\r\n\r\nSee http://www.lamp.example/charts.zip\r\n");
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Check_SaysWhatIsWrong_WithItsPlace()
    {
        Assert.Equal(0, (await RunAsync("rules", "check", "rules")).WithoutCrash().Status);
        Write("rules/broken.yml", "name: Broken\ntype: rule\nsource: |\n  string.icontain(subject.subject, 'x')\n");
        var broken = (await RunAsync("rules", "check", "rules")).WithoutCrash();
        Assert.Equal(2, broken.Status);
        Assert.Contains("broken.yml, line 4, column 3: ", broken.Output, StringComparison.Ordinal);
        Assert.Contains("did you mean `strings.icontains`?", broken.Output, StringComparison.Ordinal);
        var lines = (await RunAsync("rules", "check", "rules", "--format", "json")).WithoutCrash().Lines;
        Assert.Equal([(false, 1), (true, 0), (true, 0)], lines.Select(l => (l.GetProperty("ok").GetBoolean(), l.GetProperty("errors").GetArrayLength())));
        Assert.Equal(2, (await RunAsync("rules", "check", "nowhere")).WithoutCrash().Status);
    }

    [Fact]
    public async Task List_SaysWhichRulesCanMatch_AndWhatTheOthersLack()
    {
        var listed = (await RunAsync("rules", "list", "rules")).WithoutCrash().Output;
        Assert.Contains("Lamps from outside  (without $lamps)", listed, StringComparison.Ordinal);
        Assert.Contains("Young domain  (without network.whois)", listed, StringComparison.Ordinal);
        Assert.Contains("1 rule of 2 can match here", (await RunAsync("rules", "list", "rules", "--lists", "lists")).WithoutCrash().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SaysWhatMatches_AndWhatIsNotKnown()
    {
        var run = (await RunAsync("rules", "run", "rules", "mail.eml", "--lists", "lists", "--org-domain", "firm.example", "--data", "data", "--format", "json")).WithoutCrash();
        Assert.Equal(1, run.Status);
        Assert.Equal([("lamp-1", "match", ""), ("whois", "indeterminate", "network.whois")], run.Lines.Select(l => (l.GetProperty("rule").GetString()!, l.GetProperty("outcome").GetString()!, string.Join(' ', l.GetProperty("because").EnumerateArray()))).Order());
        var table = (await RunAsync("rules", "run", "rules", "mail.eml", "--lists", "lists", "--org-domain", "other.example", "--data", "data")).WithoutCrash();
        Assert.Equal(0, table.Status);
        Assert.Contains("1 rule indeterminate on some mail, for lack of network.whois", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_ShowsEachPart_AndWhatMadeItMatch()
    {
        var why = (await RunAsync("rules", "explain", "rules/lamp.yml", "mail.eml", "--lists", "lists", "--org-domain", "firm.example", "--data", "data")).WithoutCrash();
        Assert.Equal(1, why.Status);
        Assert.Contains("Lamps from outside: match", why.Output, StringComparison.Ordinal);
        Assert.Contains("true  ←  type.inbound", why.Output, StringComparison.Ordinal);
        Assert.Contains("matched: body.links[0].href_url.path = /charts.zip", why.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_SaysWhichMailIsNotWhatTheRuleSays()
    {
        Write("rules/lamp.tests/match-1.eml", "From: a@lamp.example\r\nTo: b@firm.example\r\nSubject: Charts\r\n\r\nSee http://www.lamp.example/charts.zip\r\n");
        Write("rules/lamp.tests/pass-1.eml", "From: a@lamp.example\r\nTo: b@firm.example\r\nSubject: Charts\r\n\r\nSee http://www.lamp.example/charts.pdf\r\n");
        var good = (await RunAsync("rules", "test", "rules/lamp.yml", "--lists", "lists", "--org-domain", "firm.example")).WithoutCrash();
        Assert.Equal((0, "1 rule with 2 tests, 0 failed."), (good.Status, good.Output.Trim()));
        Write("rules/lamp.tests/pass-2.eml", "From: a@lamp.example\r\nTo: b@firm.example\r\nSubject: Charts\r\n\r\nSee http://www.lamp.example/more.zip\r\n");
        var bad = (await RunAsync("rules", "test", "rules", "--lists", "lists", "--org-domain", "firm.example")).WithoutCrash();
        Assert.Equal(1, bad.Status);
        Assert.Contains("pass-2.eml is to be no match and is match", bad.Output, StringComparison.Ordinal);
        Assert.Contains("Young domain: no tests", bad.Output, StringComparison.Ordinal);
        Assert.Contains("1 rule with 3 tests, 1 failed; 1 rule without tests.", bad.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TellsNearMisses()
    {
        Write("near.eml", "From: a@lamp.example\r\nTo: b@firm.example\r\nSubject: Charts\r\n\r\nSee http://www.lamp.example/charts.pdf\r\n");
        var run = (await RunAsync("rules", "run", "rules/lamp.yml", "near.eml", "--lists", "lists", "--org-domain", "firm.example", "--data", "data")).WithoutCrash();
        Assert.Contains("1 near     Lamps from outside, but for  any(body.links, strings.ends_with(.href_url.path, '.zip'))", run.Output, StringComparison.Ordinal);
    }

    private Task<Outcome> RunAsync(params string[] arguments) => Launcher.RunAsync(_place.Folder, arguments);

    private void Write(string name, string text) => _place.Write(name, Encoding.UTF8.GetBytes(text));
}
