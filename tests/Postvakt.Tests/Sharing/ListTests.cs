using System.Text;
using System.Text.Json;
using Postvakt.Sharing;
using Postvakt.Sharing.Lists;

namespace Postvakt.Tests.Sharing;

public sealed class ListTests
{
    private static readonly DateTimeOffset Read = new(2022, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Csv_WrittenThenRead_HasTheSameIndicators()
    {
        var made = new MadeReports(17);
        foreach (var report in Enumerable.Range(0, 300).Select(_ => made.Next()))
        {
            var read = Assert.Single(CsvList.Read(CsvList.Write(report), Read).Reports);
            Assert.Equal(JsonSerializer.Serialize(report.Indicators), JsonSerializer.Serialize(read.Indicators));
            Assert.Equal(report.Tlp, read.Tlp);
        }
    }

    [Fact]
    public void Csv_HasNoFormula()
    {
        var text = Encoding.UTF8.GetString(CsvList.Write(Of("file", "=1+1.csv", "'=x", "a,\"b\"")));
        Assert.Contains("file,'=1+1.csv,", text, StringComparison.Ordinal);
        Assert.Contains("file,''=x,", text, StringComparison.Ordinal);
        Assert.Contains("file,\"a,\"\"b\"\"\",", text, StringComparison.Ordinal);
        Assert.All(text.Split("\r\n").SelectMany(l => l.Split(',')), c => Assert.False(c.Length > 0 && "=+-@\t".Contains(c[0], StringComparison.Ordinal), c));
    }

    [Fact]
    public void Csv_OfOthers_IsReadByItsHeader()
    {
        var read = CsvList.Read("Indicator;Type;Confidence\r\nhxxp://thief[.]example/1;url;80\r\nthief[.]example;domain;\r\nx;process;\r\n\r\nd41d8cd98f00b204e9800998ecf8427e;;500\r\n"u8.ToArray(), Read);
        Assert.Equal(["url http://thief.example/1 80", "host thief.example 50", "md5 d41d8cd98f00b204e9800998ecf8427e 100"], Assert.Single(read.Reports).Indicators.Select(i => $"{i.Indicator.Type} {i.Indicator.Value} {i.Confidence}"));
        Assert.Equal(("line 4", Read), (Assert.Single(read.Skipped).What, read.Reports[0].Indicators[0].ValidFrom));
    }

    [Fact]
    public void Csv_WithoutAHeader_IsOfValues() => Assert.Equal(2, Assert.Single(CsvList.Read("thief.example\nother.example\n"u8.ToArray(), Read).Reports).Indicators.Count);

    [Fact]
    public void Csv_WithAQuoteThatDoesNotEnd_IsReadToItsEnd() => Assert.Equal(1, CsvList.Read("value\n\"thief.example\nx"u8.ToArray(), Read).SkippedCount);

    [Fact]
    public void Plain_WrittenThenRead_HasTheSameValues()
    {
        var report = Of("host", "thief.example", "[2001:db8::7]", "192.0.2.7");
        var text = Encoding.UTF8.GetString(PlainList.Write(report, "host"));
        Assert.Equal("# TLP:GREEN Some name\nthief.example\n2001:db8::7\n192.0.2.7\n", text);
        var read = Assert.Single(PlainList.Read(Encoding.UTF8.GetBytes(text), "host", Read).Reports);
        Assert.Equal((Tlp.Green, "thief.example [2001:db8::7] 192.0.2.7"), (read.Tlp, string.Join(' ', read.Indicators.Select(i => i.Indicator.Value))));
    }

    [Fact]
    public void Plain_OfOthers_IsRead()
    {
        var read = PlainList.Read("// c\n; c\n0.0.0.0 thief.example\n127.0.0.1\tother.example # x\n\n192.0.2.7\nnot one\n"u8.ToArray(), "", Read);
        Assert.Equal(["thief.example", "other.example", "192.0.2.7"], Assert.Single(read.Reports).Indicators.Select(i => i.Indicator.Value));
        Assert.Equal("line 7", Assert.Single(read.Skipped).What);
    }

    [Fact]
    public void Lists_PastALimit_AreAFault()
    {
        var few = new ReadingLimits { MaxObjects = 1 };
        Assert.NotNull(CsvList.Read("value\na.example\nb.example\n"u8.ToArray(), Read, few).Fault);
        Assert.NotNull(PlainList.Read("a.example\nb.example\n"u8.ToArray(), "", Read, few).Fault);
        Assert.NotNull(PlainList.Read(new byte[9], "", Read, new ReadingLimits { MaxBytes = 8 }).Fault);
    }

    private static SharedReport Of(string type, params string[] values) => new("report--11111111-1111-4111-8111-111111111111", "Some\nname", Producer.Unknown, Tlp.Green, Read, Read)
    {
        Indicators = [.. values.Select(v => new SharedIndicator("", new(type, v), 50, Read, null))],
    };
}
