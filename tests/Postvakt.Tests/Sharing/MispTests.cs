using System.Text;
using System.Text.Json;
using Postvakt.Sharing;
using Postvakt.Sharing.Misp;

namespace Postvakt.Tests.Sharing;

public sealed class MispTests
{
    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        var made = new MadeReports(13);
        foreach (var report in Enumerable.Range(0, 300).Select(_ => made.Next()))
        {
            var read = MispReader.Read(MispEvent.Write(report));
            Assert.Null(read.Fault);
            Assert.Empty(read.Skipped);
            Assert.Equal(Text(report), Text(Assert.Single(read.Reports)));
        }
    }

    [Fact]
    public void Write_GivesEachThingAnIdOfItsOwn()
    {
        using var json = JsonDocument.Parse(MispEvent.Write(new MadeReports(4).Next()));
        var told = json.RootElement.GetProperty("Event");
        var uuids = told.GetProperty("Attribute").EnumerateArray().Concat(told.GetProperty("Object").EnumerateArray()).Concat(told.GetProperty("Object").EnumerateArray().SelectMany(o => o.GetProperty("Attribute").EnumerateArray())).Select(a => a.GetProperty("uuid").GetGuid()).ToArray();
        Assert.Equal(uuids.Length, uuids.Distinct().Count());
    }

    [Fact]
    public void Write_TagsTechniquesAsTheGalaxyDoes() =>
        Assert.Contains("misp-galaxy:mitre-attack-pattern=\\\"Spearphishing Link - T1566.002\\\"", Encoding.UTF8.GetString(MispEvent.Write(new MadeReports(1).Next() with { Techniques = ["T1566.002"] })), StringComparison.Ordinal);

    [Fact]
    public void Read_OfAServersAnswer_TakesWhatIsLookedFor()
    {
        var read = Read("""
            {"response":[{"Event":{"uuid":"11111111-1111-4111-8111-111111111111","info":"Wave","timestamp":"1636300000","Tag":[{"name":"tlp:green"},{"name":"misp-galaxy:mitre-attack-pattern=\"Malicious File - T1204.002\""}],
              "Attribute":[
                {"uuid":"11111111-1111-4111-8111-111111111112","type":"domain","value":"THIEF.example","to_ids":true,"timestamp":"1636300001"},
                {"uuid":"11111111-1111-4111-8111-111111111113","type":"link","value":"https://news.example/","to_ids":false},
                {"uuid":"11111111-1111-4111-8111-111111111114","type":"yara","value":"rule x","to_ids":true},
                {"uuid":"11111111-1111-4111-8111-111111111115","type":"url","value":"javascript:1","to_ids":true},
                {"type":"url","value":"http://thief.example/1","to_ids":true},
                {"uuid":"11111111-1111-4111-8111-111111111116","type":"filename|md5","value":"x.zip|d41d8cd98f00b204e9800998ecf8427e","to_ids":true,"deleted":true}]}}]}
            """);
        var report = Assert.Single(read.Reports);
        Assert.Equal(("Wave", Tlp.Green, "T1204.002"), (report.Name, report.Tlp, Assert.Single(report.Techniques)));
        Assert.Equal(["host thief.example False", "md5 d41d8cd98f00b204e9800998ecf8427e True"], report.Indicators.Select(i => $"{i.Indicator.Type} {i.Indicator.Value} {i.Revoked}"));
        Assert.Equal(3, read.Skipped.Count);
    }

    /// <summary>Type 1 says "false positive", 2 "no longer".</summary>
    [Fact]
    public void Read_OfOthersSightings_CountsWhatWasSeen()
    {
        var read = Read("""
            {"Event":{"uuid":"11111111-1111-4111-8111-111111111111","info":"Wave","timestamp":"1636300000",
              "Attribute":[{"uuid":"11111111-1111-4111-8111-111111111112","type":"domain","value":"thief.example","to_ids":true,
                "Sighting":[{"type":"0","date_sighting":"1636300300"},{"type":"1","date_sighting":"1636300000"},{"type":"2","date_sighting":"1636399999"},{"type":"0","date_sighting":"1636300100"},{"type":"0","date_sighting":"x"},7]}]}}
            """);
        Assert.Equal(new Sightings(2, DateTimeOffset.FromUnixTimeSeconds(1636300100), DateTimeOffset.FromUnixTimeSeconds(1636300300)), Assert.Single(Assert.Single(read.Reports).Indicators).Seen);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"Event\":7}")]
    public void Read_OfNoEvent_IsAFault(string text) => Assert.NotNull(Read(text).Fault);

    [Fact]
    public void Read_PastALimit_IsAFault() => Assert.NotNull(MispReader.Read(MispEvent.Write(new MadeReports(1).Next()), new ReadingLimits { MaxObjects = 1 }).Fault);

    private static SharedReading Read(string text) => MispReader.Read(Encoding.UTF8.GetBytes(text));

    /// <summary>Attributes and objects are two lists, so the order of indicators is not kept.</summary>
    private static string Text(SharedReport report) => StixBundleTests.Text(report with { Indicators = [.. report.Indicators.OrderBy(i => i.Id, StringComparer.Ordinal)] });
}
