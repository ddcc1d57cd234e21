using System.Text;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Contracts;

/// <summary>hunt, as a responder runs it on copied logs.</summary>
public sealed class HuntTests : IDisposable
{
    private const string Log = """
        #Software: Microsoft Internet Information Services 10.0
        #Fields: date time s-computername cs-method cs-uri-stem cs-uri-query c-ip cs(User-Agent) sc-status
        2026-11-20 01:00:00 EX01 GET /lamps q=<script>alert(1)</script> 192.0.2.99 Mozilla/5.0 200

        """;

    private const string Rule = """
        title: Lamp asked for
        id: 00000000-0000-4000-8000-0000000000aa
        author: '=A firm'
        logsource: { category: webserver }
        detection:
          selection:
            cs-uri-stem: /lamps
            cs-uri-query|contains: script
          condition: selection
        level: high
        tags: [attack.t1505.003]
        """;

    private readonly Workplace _place = new();

    public HuntTests()
    {
        Write("logs/u_ex.log", Log);
        Write("rules/lamp.yml", Rule);
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Hunt_SaysWhatWasFound_AndWhichLogIsMissing()
    {
        var outcome = (await RunAsync("hunt", "exchange", "logs", "--rules", "rules")).WithoutCrash();
        Assert.Equal(1, outcome.Status);
        Assert.Contains("Server ex01", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("NOT ENOUGH LOG", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("message tracking: Copy", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("2026-11-20 01:00:00      1  ex01  high      Lamp asked for", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Lamp asked for (00000000-0000-4000-8000-0000000000aa): =A firm", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hunt_AsJson_HasTheNamesOfEcs()
    {
        var lines = (await RunAsync("hunt", "exchange", "logs", "--rules", "rules", "--format", "json")).WithoutCrash().Lines;
        var alert = Assert.Single(lines, l => l.GetProperty("event").GetProperty("kind").GetString() == "alert");
        Assert.Equal(("2026-11-20T01:00:00.000Z", "ex01", "/lamps", "T1505.003"), (alert.GetProperty("@timestamp").GetString(), alert.GetProperty("host").GetProperty("name").GetString(), alert.GetProperty("url").GetProperty("original").GetString(), alert.GetProperty("threat").GetProperty("technique").GetProperty("id")[0].GetString()));
        Assert.Equal(1, lines[^1].GetProperty("postvakt").GetProperty("events").GetInt32());
    }

    [Fact]
    public async Task Hunt_AsPage_TakesNothingOfALogForMarkup()
    {
        await RunAsync("hunt", "exchange", "logs", "--rules", "rules", "--format", "html", "--output", "page.html");
        var page = await File.ReadAllTextAsync(_place.At("page.html"), TestContext.Current.CancellationToken);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hunt_WithNothingFound_IsQuiet_AndWhatCannotBeRead_Counts()
    {
        Write("quiet/u_ex.log", Log.Replace("lamp", "owa", StringComparison.Ordinal));
        var quiet = (await RunAsync("hunt", "endpoint", "quiet", "--rules", "rules")).WithoutCrash();
        Assert.Equal((0, true), (quiet.Status, quiet.Output.Contains("No rule matched.", StringComparison.Ordinal)));
        Write("rules/broken.yml", "title: broken\nlogsource: { category: webserver }\ndetection:\n  selection:\n    Image|contians: x\n  condition: selection\n");
        var broken = (await RunAsync("hunt", "exchange", "logs", "--rules", "rules")).WithoutCrash();
        Assert.Equal(2, broken.Status);
        // Findings are printed all the same.
        Assert.Contains("Lamp asked for", broken.Output, StringComparison.Ordinal);
        Assert.Contains("contains", broken.Output, StringComparison.Ordinal);
        var missing = (await RunAsync("hunt", "exchange", "nowhere")).WithoutCrash();
        Assert.Equal((2, true), (missing.Status, missing.Error.Contains("nowhere: no such file or folder", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hunt_OfAnIncident_LooksForItsIndicators_AndIsKeptInItsTimeline()
    {
        var opened = (await RunAsync("incident", "open", "Lamps", "--data", "data", "--reason", "three people called")).WithoutCrash();
        var id = opened.Output.Trim();

        var hunt = (await RunAsync("hunt", "exchange", "logs", "--rules", "rules", "--incident", id, "--data", "data")).WithoutCrash();

        Assert.True(hunt.Status == 1, hunt.Error);
        Assert.Contains($"The incident {id} keeps what the hunt found.", hunt.Error, StringComparison.Ordinal);
        var timeline = (await RunAsync("incident", "timeline", id, "--data", "data")).WithoutCrash();
        Assert.Contains("2026-11-20 01:00:00      1  exchange  ex01  high      Lamp asked for", timeline.Output, StringComparison.Ordinal);
        Assert.Contains("=A firm", timeline.Output, StringComparison.Ordinal);
        var csv = (await RunAsync("incident", "timeline", id, "--data", "data", "--format", "csv")).WithoutCrash().Output;
        Assert.StartsWith("time_utc,chain,from,", csv, StringComparison.Ordinal);
        var page = (await RunAsync("incident", "timeline", id, "--data", "data", "--format", "html")).WithoutCrash().Output;
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal("Lamp asked for", Assert.Single((await RunAsync("incident", "timeline", id, "--data", "data", "--format", "json")).WithoutCrash().Lines).GetProperty("rule").GetProperty("name").GetString());

        Assert.Equal(2, (await RunAsync("hunt", "exchange", "logs", "--incident", "none", "--data", "data")).WithoutCrash().Status);
    }

    [Fact]
    public async Task Indicators_AreNamedListedWithdrawn_AndHuntedInLogs()
    {
        Assert.Equal(0, (await RunAsync("indicators", "add", "hxxp://thief[.]example/1", "file:charts.zip", "--malicious", "--reason", "because", "--data", "data")).WithoutCrash().Status);
        var listed = (await RunAsync("indicators", "list", "--data", "data")).WithoutCrash().Output;
        Assert.Contains("hxxp[:]//thief[.]example/1", listed, StringComparison.Ordinal);
        Assert.Contains("file:charts.zip", listed, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("indicators", "withdraw", "file:charts.zip", "--data", "data")).WithoutCrash().Status);
        Assert.DoesNotContain("charts", (await RunAsync("indicators", "list", "--data", "data")).WithoutCrash().Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("indicators", "add", "no host", "--reason", "because", "--data", "data")).WithoutCrash().Status);

        Write("seen.txt", "# of the campaign\nfile:lamps\n");
        var hunt = (await RunAsync("hunt", "exchange", "logs", "--indicators", "seen.txt")).WithoutCrash();
        Assert.Contains("Indicator of mail: file lamps", hunt.Output, StringComparison.Ordinal);
        Write("seen.txt", "file:lamps\nno host\n");
        var wrong = (await RunAsync("hunt", "exchange", "logs", "--indicators", "seen.txt")).WithoutCrash();
        Assert.Equal((2, true), (wrong.Status, wrong.Error.Contains("seen.txt, line 2: no indicator", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task HuntMail_WithoutRecords_FindsNothing_AndSaysWhatItNeeds()
    {
        Assert.Equal(0, (await RunAsync("hunt", "mail", "thief.example", "--data", "data")).WithoutCrash().Status);
        var nothing = (await RunAsync("hunt", "mail", "--data", "data")).WithoutCrash();
        Assert.Equal((2, true), (nothing.Status, nothing.Error.Contains("name an indicator", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Hunt_TakesFoldersOfRules_FromTheConfiguration()
    {
        Write("postvakt.yaml", "hunts: { rules_dirs: [rules] }\n");
        Assert.Contains("Lamp asked for", (await RunAsync("hunt", "exchange", "logs")).WithoutCrash().Output, StringComparison.Ordinal);
    }

    private Task<Outcome> RunAsync(params string[] arguments) => Launcher.RunAsync(_place.Folder, arguments);

    private void Write(string name, string text) => _place.Write(name, Encoding.UTF8.GetBytes(text));
}
