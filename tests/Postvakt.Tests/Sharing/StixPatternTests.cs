using Postvakt.Indicators;
using Postvakt.Sharing.Patterns;

namespace Postvakt.Tests.Sharing;

public sealed class StixPatternTests
{
    [Theory]
    [InlineData("url", "http://thief.example/a'b\\c", @"[url:value = 'http://thief.example/a\'b\\c']")]
    [InlineData("host", "thief.example", "[domain-name:value = 'thief.example']")]
    [InlineData("host", "192.0.2.7", "[ipv4-addr:value = '192.0.2.7']")]
    [InlineData("host", "[2001:db8::7]", "[ipv6-addr:value = '2001:db8::7']")]
    [InlineData("address", "thief@thief.example", "[email-addr:value = 'thief@thief.example']")]
    [InlineData("file", "charts.zip", "[file:name = 'charts.zip']")]
    [InlineData("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']")]
    public void Of_AnIndicator_IsReadAsTheSame(string type, string value, string pattern)
    {
        var indicator = new Indicator(type, value);
        Assert.Equal(pattern, StixPattern.Of(indicator));
        var read = StixPattern.Read(pattern);
        Assert.Equal((indicator, 0, null), (Assert.Single(read.Indicators), read.Needs.Count, read.Fault));
    }

    [Fact]
    public void Of_ATypeThatIsNotPassedOn_IsNull() => Assert.Null(StixPattern.Of(new Indicator("command", "calc")));

    [Theory]
    [InlineData("[url:value = 'http://a.example/' OR domain-name:value IN ('b.example', 'c.example')] OR [ipv4-addr:value = '192.0.2.7/32']", "http://a.example/ b.example c.example 192.0.2.7")]
    [InlineData("([email-message:from_ref.value = 'A@b.example']) REPEATS 1 TIMES", "a@b.example")]
    [InlineData("[ (file:hashes.md5 == 'd41d8cd98f00b204e9800998ecf8427e' AND file:name = 'x.zip') ] WITHIN 60 SECONDS", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("[domain-name:value = 'b.example' AND domain-name:value = 'b.example']", "b.example")]
    [InlineData("[file:hashes.MD5 = 'd41d8cd98f00b204e9800998ecf8427e' AND file:hashes.'SHA-1' = 'da39a3ee5e6b4b0d3255bfef95601890afd80709']", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    public void Read_OfEqualities_GivesTheirValues(string pattern, string values)
    {
        var read = StixPattern.Read(pattern);
        Assert.Equal((values, 0, null), (string.Join(' ', read.Indicators.Select(i => i.Value)), read.Needs.Count, read.Fault));
    }

    [Theory]
    [InlineData("[url:value LIKE 'http://a%']", "LIKE")]
    [InlineData("[url:value NOT = 'http://a.example/']", "NOT")]
    [InlineData("[NOT url:value = 'http://a.example/']", "NOT")]
    [InlineData("[url:value != 'http://a.example/']", "!=")]
    [InlineData("[EXISTS url:value]", "EXISTS")]
    [InlineData("[url:value = 'http://a.example/' AND email-message:subject = 'x']", "several values together")]
    [InlineData("[url:value = 'http://a.example/'] AND [domain-name:value = 'a.example']", "several things seen together")]
    [InlineData("[url:value = 'http://a.example/'] FOLLOWEDBY [domain-name:value = 'a.example']", "one mail after another")]
    [InlineData("[url:value = 'http://a.example/'] REPEATS 5 TIMES", "something seen several times")]
    [InlineData("[url:value = 'http://a.example/'] START t'2021-01-01T00:00:00Z' STOP t'2021-02-01T00:00:00Z'", "a time within which it holds")]
    [InlineData("[ipv4-addr:value = '192.0.2.0/24']", "ipv4-addr:value has a value that is none")]
    [InlineData("[process:extensions.'windows-service-ext'.names[*] = 'x']", "process:extensions.windows-service-ext.names[] is not compared here")]
    [InlineData("[file:size = 25]", "a number")]
    public void Read_OfMore_SaysWhatItNeeds(string pattern, string needs)
    {
        var read = StixPattern.Read(pattern);
        Assert.Equal((0, needs, null), (read.Indicators.Count, Assert.Single(read.Needs), read.Fault));
    }

    [Fact]
    public void Read_OfAlternativesOfBothKinds_GivesTheOneAndTellsTheOther()
    {
        var read = StixPattern.Read("[url:value = 'http://a.example/' OR url:value MATCHES '^x']");
        Assert.Equal(("http://a.example/", "MATCHES"), (Assert.Single(read.Indicators).Value, Assert.Single(read.Needs)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("[url:value = 'x'")]
    [InlineData("[url:value = 'x]")]
    [InlineData("[url:value = 'a\\d']")]
    [InlineData("[url = 'x']")]
    [InlineData("[url:value = 'x'] x")]
    [InlineData("[url:value ~ 'x']")]
    [InlineData("url:value = 'x'")]
    public void Read_OfNoPattern_IsAFault(string pattern) => Assert.NotNull(StixPattern.Read(pattern).Fault);

    [Fact]
    public void Read_OfBracketsWithoutEnd_IsAFault() => Assert.NotNull(StixPattern.Read("[" + new string('(', 60_000)).Fault);

    [Fact]
    public void Read_OfCombinationsWithoutEnd_IsAFault()
    {
        var one = "(url:value = 'http://a.example/' OR url:value = 'http://b.example/')";
        Assert.Contains("combinations", StixPattern.Read($"[{string.Join(" AND ", Enumerable.Repeat(one, 40))}]").Fault, StringComparison.Ordinal);
    }
}
