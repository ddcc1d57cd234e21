using System.Text;
using System.Text.Json;
using Postvakt.Indicators;
using Postvakt.Sharing;
using Postvakt.Sharing.Stix;

namespace Postvakt.Tests.Sharing;

public sealed class StixBundleTests
{
    [Fact]
    public void Write_ThenRead_IsTheSame()
    {
        var made = new MadeReports(7);
        foreach (var report in Enumerable.Range(0, 300).Select(_ => made.Next()))
        {
            var read = StixReader.Read(StixBundle.Write(report));
            Assert.Null(read.Fault);
            Assert.Empty(read.Skipped);
            Assert.Equal(Text(report), Text(Assert.Single(read.Reports)));
        }
    }

    [Fact]
    public void Write_OfTheSame_HasTheSameBytes() => Assert.Equal(StixBundle.Write(new MadeReports(3).Next()), StixBundle.Write(new MadeReports(3).Next()));

    [Fact]
    public void Objects_NameNothingThatIsMissing()
    {
        var made = new MadeReports(11);
        for (var n = 0; n < 100; n++)
        {
            var objects = StixBundle.Objects(made.Next());
            var ids = objects.Select(o => (string)o["id"]!).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(objects.Count, ids.Count);
            foreach (var named in objects.SelectMany(o => o.Where(p => p.Key.EndsWith("_ref", StringComparison.Ordinal)).Select(p => (string)p.Value!).Concat(o.Where(p => p.Key.EndsWith("_refs", StringComparison.Ordinal)).SelectMany(p => p.Value!.AsArray().Select(r => (string)r!)))))
                Assert.Contains(named, ids);
        }
    }

    /// <summary>Ids that other programs give to the same observable.</summary>
    [Theory]
    [InlineData("host", "198.51.100.3", "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4")]
    [InlineData("address", "john@example.com", "email-addr--7165e2a9-671f-585d-b1e1-ca59c671d934")]
    [InlineData("host", "example.com", "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7")]
    [InlineData("url", "https://example.com/research/index.html", "url--47c3cf9a-5027-5bf0-997a-017c7edc7c55")]
    public void Observable_HasTheIdThatTheStandardGives(string type, string value, string id) => Assert.Equal(id, (string)StixObservable.Of(new Indicator(type, value))!["id"]!);

    [Theory]
    [InlineData("http://thief.example/a b<c>/ö#x#y", "http://thief.example/a%20b%3Cc%3E/%C3%B6#x%23y")]
    [InlineData("http://[2001:db8::7]/[x]", "http://[2001:db8::7]/%5Bx%5D")]
    [InlineData("http://thief.example/%2f%zz", "http://thief.example/%2f%25zz")]
    public void Observable_OfAnOddLink_IsAUrl(string link, string url) => Assert.Equal(url, (string)StixObservable.Of(new Indicator("url", link))!["value"]!);

    [Fact]
    public void Canonical_IsAsRfc8785Writes()
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse("""{"\u20ac":1,"\r":[true,null,"\u000f\n\"\\/ö"],"1":{"b":2,"a":1}}""");
        Assert.Equal("{\"\\r\":[true,null,\"\\u000f\\n\\\"\\\\/ö\"],\"1\":{\"a\":1,\"b\":2},\"€\":1}", Encoding.UTF8.GetString(CanonicalJson.Of(node)));
    }

    [Fact]
    public void Sightings_SayWhoSawWhatHowOften()
    {
        var report = Enumerable.Range(0, 50).Select(_ => new MadeReports(21).Next()).First(r => r.Indicators.Any(i => i.Seen is not null));
        var seen = report.Indicators.Where(i => i.Seen is not null).ToArray();
        var told = StixBundle.Objects(report).Where(o => (string)o["type"]! == "sighting").ToArray();
        Assert.Equal(seen.Select(i => (i.Id, i.Seen!.Mails)), told.Select(o => ((string)o["sighting_of_ref"]!, (long)o["count"]!)));
        Assert.All(told, o => Assert.Equal(report.Producer.Id, (string)Assert.Single(o["where_sighted_refs"]!.AsArray())!));
    }

    [Fact]
    public void Write_OfAMailWithoutSenderAndSubject_LeavesItOut()
    {
        var report = new MadeReports(5).Next() with { Examples = [new SharedMail(DateTimeOffset.UnixEpoch, "", "x@thief.example", null, [])] };
        Assert.DoesNotContain(StixBundle.Objects(report), o => (string)o["type"]! == "email-message");
    }

    internal static string Text(SharedReport report) => JsonSerializer.Serialize(report);
}
