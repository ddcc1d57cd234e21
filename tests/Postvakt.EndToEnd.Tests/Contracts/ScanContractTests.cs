using System.Text.Json;
using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Contracts;

public sealed class ScanContractTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "path", "index", "message_id", "date", "from", "subject", "verdict", "disposition", "score", "summary", "findings", "indicators",
        "conversation", "campaign", "elapsed_us",
    ];

    private static readonly string[] Verdicts = ["clean", "suspicious", "malicious", "undetermined"];
    private static readonly string[] Dispositions = ["deliver", "tag", "quarantine", "reject", "defer"];
    private static readonly string[] FindingFields = ["id", "title", "severity", "source", "evidence", "attack"];

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task LearnThenScan_OfSampleCompany_WritesOneObjectPerMailInOrder()
    {
        var stream = Path.Combine(Path.GetDirectoryName(Mails.SampleHistory())!, "stream.mbox");
        string[] whose = ["--org-domain", "lovhaga.example", "--trusted-authserv", "mx.lovhaga.example"];
        var learned = (await _place.RunAsync(["learn", Mails.SampleHistory(), "--format", "json", .. whose])).WithoutCrash();
        Assert.Equal(0, learned.Status);
        Assert.True(learned.Lines[0].GetProperty("learned").GetInt64() > 400);

        var outcome = (await _place.ScanAsync([stream, "--learn", .. whose])).WithoutCrash();
        Assert.Equal(1, outcome.Status);
        Assert.Equal(Enumerable.Range(0, outcome.Lines.Count), outcome.Lines.Select(l => l.GetProperty("index").GetInt32()));
        Assert.Equal(File.ReadLines(Path.Combine(Path.GetDirectoryName(stream)!, "labels.tsv")).Skip(1).Select(l => l.Split('\t')[1]),
            outcome.Lines.Select(l => l.GetProperty("message_id").GetString()));
        Assert.All(outcome.Lines, Check);
        Assert.Contains(outcome.Lines, l => l.GetProperty("verdict").GetString() == "malicious");
    }

    [Fact]
    public async Task Scan_WithSeveralJobs_SaysTheSameAsWithOne()
    {
        var stream = Path.Combine(Path.GetDirectoryName(Mails.SampleHistory())!, "stream.mbox");
        var alone = (await _place.ScanAsync(stream, "--learn")).WithoutCrash();
        using var other = new Workplace();
        var together = (await other.ScanAsync(stream, "--learn", "--jobs", "4")).WithoutCrash();
        Assert.NotEmpty(alone.Lines);
        Assert.Equal(alone.Lines.Select(Comparable), together.Lines.Select(Comparable));
    }

    private static string Comparable(JsonElement line) =>
        string.Join('\n', line.EnumerateObject().Where(p => p.Name != "elapsed_us").Select(p => p.ToString()));

    private static void Check(JsonElement line)
    {
        Assert.Equal(Fields, line.EnumerateObject().Select(p => p.Name));
        Assert.Contains(line.GetProperty("verdict").GetString(), Verdicts);
        Assert.Contains(line.GetProperty("disposition").GetString(), Dispositions);
        Assert.InRange(line.GetProperty("score").GetDouble(), 0, 1);
        Assert.True(line.GetProperty("elapsed_us").GetInt64() >= 0);
        Assert.Equal(["known", "messages", "participants"], line.GetProperty("conversation").EnumerateObject().Select(p => p.Name));
        foreach (var finding in line.GetProperty("findings").EnumerateArray())
        {
            Assert.Equal(FindingFields, finding.EnumerateObject().Select(p => p.Name));
            foreach (var evidence in finding.GetProperty("evidence").EnumerateArray()) Assert.Equal(["where", "text"], evidence.EnumerateObject().Select(p => p.Name));
        }
        foreach (var indicator in line.GetProperty("indicators").EnumerateArray()) Assert.Equal(["type", "value"], indicator.EnumerateObject().Select(p => p.Name));
        if (line.GetProperty("verdict").GetString() == "malicious") Assert.NotEmpty(line.GetProperty("findings").EnumerateArray());
    }
}
