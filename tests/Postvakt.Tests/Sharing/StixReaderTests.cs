using System.Text;
using Postvakt.Sharing;
using Postvakt.Sharing.Stix;

namespace Postvakt.Tests.Sharing;

public sealed class StixReaderTests
{
    private const string One = "indicator--11111111-1111-4111-8111-111111111111", Two = "indicator--22222222-2222-4222-8222-222222222222";

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"type\":\"report\"}")]
    [InlineData("{\"type\":\"bundle\",\"type\":\"bundle\",\"objects\":[]}")]
    [InlineData("{\"type\":\"bundle\",\"spec_version\":\"2.0\",\"objects\":[]}")]
    public void Read_OfNoBundle_IsAFault(string text) => Assert.NotNull(Read(text).Fault);

    [Fact]
    public void Read_OfBytesThatAreNoText_IsAFault() => Assert.Equal("no UTF-8", StixReader.Read((byte[])[.. "{\"objects\":[{\"type\":\""u8, 0xDF, .. "\"}]}"u8]).Fault);

    /// <summary>Names are compared with each other, and half of a character cannot be.</summary>
    [Fact]
    public void Read_OfANameThatIsNoText_IsAFault() => Assert.Equal("a name in it is no text", Read("{\"objects\":[{\"\\ud800\":1}]}").Fault);

    [Fact]
    public void Read_OfBracketsWithoutEnd_IsAFault() => Assert.NotNull(Read(new string('[', 100_000)).Fault);

    [Fact]
    public void Read_PastALimit_IsAFault()
    {
        Assert.Contains("bytes", StixReader.Read(new byte[11], new ReadingLimits { MaxBytes = 10 }).Fault, StringComparison.Ordinal);
        Assert.Contains("objects", StixReader.Read("{\"objects\":[1,2,3]}"u8.ToArray(), new ReadingLimits { MaxObjects = 2 }).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAnEmptyEnvelope_IsNothing() => Assert.Equal((0, null), (Read("{}").Reports.Count, Read("{}").Fault));

    [Fact]
    public void Read_OfIndicatorsWithoutAReport_KeepsThemByProducer()
    {
        var read = Read(Envelope(Indicator(One, "[url:value = 'http://thief.example/1' OR domain-name:value = 'THIEF.example']"), Indicator(Two, "[file:name LIKE 'a%']")));
        var report = Assert.Single(read.Reports);
        Assert.Equal(["url http://thief.example/1", "host thief.example"], report.Indicators.Select(i => $"{i.Indicator.Type} {i.Indicator.Value}"));
        Assert.All(report.Indicators, i => Assert.Equal((One, 50, Tlp.Amber), (i.Id, i.Confidence, report.Tlp)));
        Assert.Equal(Two, Assert.Single(read.Skipped).What);
    }

    [Fact]
    public void Read_OfSightings_AddsThoseOfOneIndicator()
    {
        string Sighting(string id, string more) => $"{{\"type\":\"sighting\",\"id\":\"sighting--{id}1111111-1111-4111-8111-111111111111\",\"created\":\"2021-01-05T00:00:00.000Z\",{more}\"sighting_of_ref\":\"{One}\"}}";
        var read = Read(Envelope(Sighting("1", "\"count\":3,\"first_seen\":\"2021-01-02T00:00:00.000Z\",\"last_seen\":\"2021-01-03T00:00:00.000Z\","), Sighting("2", ""), Sighting("3", "\"count\":0,"), Sighting("4", "\"revoked\":true,"), Sighting("5", "\"count\":-7,"),
            Indicator(One, "[url:value = 'http://thief.example/1']"), Indicator(Two, "[url:value = 'http://thief.example/2']")));
        Assert.Empty(read.Skipped);
        Assert.Equal([new Sightings(4, new(2021, 1, 2, 0, 0, 0, TimeSpan.Zero), new(2021, 1, 5, 0, 0, 0, TimeSpan.Zero)), null], Assert.Single(read.Reports).Indicators.Select(i => i.Seen));
    }

    [Fact]
    public void Read_OfTwoVersions_TakesTheNewer()
    {
        var read = Read(Envelope(Indicator(One, "[url:value = 'http://thief.example/new']", "\"modified\":\"2022-01-01T00:00:00.000Z\",\"revoked\":true,"), Indicator(One, "[url:value = 'http://thief.example/old']", "\"modified\":\"2021-01-01T00:00:00.000Z\",")));
        var indicator = Assert.Single(Assert.Single(read.Reports).Indicators);
        Assert.Equal(("http://thief.example/new", true), (indicator.Indicator.Value, indicator.Revoked));
    }

    [Fact]
    public void Read_OfMarkings_TakesTheNarrowest()
    {
        var report = "{\"type\":\"report\",\"id\":\"report--33333333-3333-4333-8333-333333333333\",\"object_marking_refs\":[\"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487\"],\"object_refs\":[\"" + One + "\",\"indicator--99999999-9999-4999-8999-999999999999\"]}";
        var marked = "\"object_marking_refs\":[\"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed\"],";
        Assert.Equal(Tlp.Red, Assert.Single(Read(Envelope(report, Indicator(One, "[url:value = 'http://thief.example/1']", marked))).Reports).Tlp);
    }

    [Fact]
    public void Read_OfWhatIsNotUsed_SaysSo()
    {
        var read = Read(Envelope("7", "{\"type\":\"tool\",\"id\":\"tool--33333333-3333-4333-8333-333333333333\"}", "{\"type\":\"url\",\"id\":\"indicator--33333333-3333-4333-8333-333333333333\"}", Indicator(One, "rule x {}", type: "yara"), Indicator(Two, "[url:value = 1")));
        Assert.Equal(["object 1", "object 3", "1 tool", One, Two], read.Skipped.Select(s => s.What));
        Assert.Equal(5, read.SkippedCount);
    }

    [Fact]
    public void Read_OfHalfACharacter_GivesATextThatCanBeWritten()
    {
        var read = Read(Envelope("{\"type\":\"report\",\"id\":\"report--33333333-3333-4333-8333-333333333333\",\"name\":\"a\\ud800b\",\"object_refs\":[]}"));
        Assert.NotEmpty(StixBundle.Write(Assert.Single(read.Reports)));
    }

    private static SharedReading Read(string text) => StixReader.Read(Encoding.UTF8.GetBytes(text));

    private static string Envelope(params string[] objects) => $"{{\"objects\":[{string.Join(',', objects)}]}}";

    private static string Indicator(string id, string pattern, string more = "", string type = "stix") => $"{{\"type\":\"indicator\",\"id\":\"{id}\",{more}\"created\":\"2021-01-01T00:00:00.000Z\",\"pattern_type\":\"{type}\",\"pattern\":\"{pattern.Replace("\\", "\\\\", StringComparison.Ordinal)}\",\"valid_from\":\"2021-01-01T00:00:00Z\"}}";
}
