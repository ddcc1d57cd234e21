using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Syntax;

public sealed class ParserTests
{
    [Theory]
    [InlineData("true or false and false", "true")]
    [InlineData("not true or true", "true")]
    [InlineData("not (true or true)", "false")]
    [InlineData("not 1 == 2", "true")]
    [InlineData("not subject.base is null", "false")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("7 / 2", "3")]
    [InlineData("7 % 2", "1")]
    [InlineData("7.0 / 2", "3.5")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("0 < 3 <= 3 < 4", "true")]
    [InlineData("0 < 3 < 3", "false")]
    [InlineData("2 of (true, false, true,)", "true")]
    [InlineData("3 of (true, false, true)", "false")]
    [InlineData("'a' in ('b', 'a',)", "true")]
    [InlineData("'A' in ('b', 'a')", "false")]
    [InlineData("'A' in~ ('b', 'a')", "true")]
    [InlineData("'A' not in ('b', 'a')", "true")]
    [InlineData("'A' not in~ ('b', 'a')", "false")]
    [InlineData("'ABC' =~ 'abc'", "true")]
    [InlineData("'ABC' !~ 'abc'", "false")]
    [InlineData("'ABC' == 'abc'", "false")]
    [InlineData("2 in [1, 2]", "true")]
    [InlineData("'abcd'[1:3]", "\"bc\"")]
    [InlineData("'abcd'[:2]", "\"ab\"")]
    [InlineData("'a😀cd'[1:2]", "\"😀\"")]
    [InlineData("'abcd'[2:99]", "\"cd\"")]
    [InlineData("length(['a', 'b', 'c'][1:])", "2")]
    [InlineData("['a', 'b'][1]", "\"b\"")]
    [InlineData("['a', 'b'][2]", "null")]
    [InlineData("['a', 'b'][length(['a', 'b']) - 1]", "\"b\"")]
    [InlineData("['a'][0 - 1]", "null")]
    [InlineData("any([1, 2], . == 2)", "true")]
    [InlineData("any([1, 2], any([10, 20], . == .. * 10 and .. == 2))", "true")]
    [InlineData("any([1], any([2], any([3], . + .. + ... == 6)))", "true")]
    public void Source_MeansWhatItSays(string source, string expected) => Assert.Equal(expected, new Bed().Value(source).ToString());

    [Theory]
    [InlineData("// nothing", "test.yml, line 4, column 3: the source is empty")]
    [InlineData("true and", "test.yml, line 4, column 11: the source ends where a value should stand")]
    [InlineData("true true", "test.yml, line 4, column 8: 'true' stands where 'and', 'or' or the end should")]
    [InlineData("(true", "test.yml, line 4, column 8: the ( is not closed")]
    [InlineData("1 < 2 > 3 == true", "test.yml, line 4, column 9: only < and <= can be chained; write 'and' between two comparisons")]
    [InlineData("subject.subject is 3", "test.yml, line 4, column 22: after 'is' comes 'null' or 'not null'")]
    [InlineData("any(attachments, . .file_type == 'a')(1)", "test.yml, line 4, column 40: only a function can be called; before ( stands a value")]
    [InlineData("2 of ()", "test.yml, line 4, column 3: 'of' needs conditions in its brackets")]
    [InlineData("any(attachments true)", "test.yml, line 4, column 19: 'true' stands where ',' or ')' should")]
    public void BrokenSource_IsToldWithItsPlace(string source, string expected) => Assert.Contains(expected, Bed.Faults(source));

    [Fact]
    public void SeveralFaults_AreAllTold()
    {
        var faults = Bed.Faults("type.inbound\nand subject.subject == == 'a'\nand length(attachments) > )\nand \"\\q\" == 'x'");
        Assert.Equal(["line 5, column 26", "line 7, column 8"], faults.Select(f => string.Join(',', f["test.yml, ".Length..].Split(':')[0])).Where(f => f != "line 6, column 29").Order());
        Assert.True(faults.Length >= 3);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("any(attachments, ", ")")]
    [InlineData("1 of (", ")")]
    [InlineData("[", "]")]
    public void DepthWithoutEnd_IsRefused(string open, string close)
    {
        var source = string.Concat(Enumerable.Repeat(open, 50_000)) + "true" + string.Concat(Enumerable.Repeat(close, 50_000));
        Assert.Contains(Bed.Faults(source), f => f.Contains("nested deeper than 100 levels", StringComparison.Ordinal));
    }

    [Fact]
    public void ChainsWithoutEnd_AreRefused()
    {
        Assert.Contains("nested deeper", Bed.Faults("subject" + string.Concat(Enumerable.Repeat(".a", 5_000)))[0], StringComparison.Ordinal);
        Assert.Contains("nested deeper", Bed.Faults("1" + string.Concat(Enumerable.Repeat(" + 1", 5_000)) + " == 1")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void ALargeSource_Passes()
    {
        var addresses = string.Join(",\n", Enumerable.Range(0, 16_000).Select(i => $"'192.0.{i / 250}.{i % 250}/32'"));
        Assert.True(addresses.Length > 256 * 1024);
        Assert.Equal(MqlOutcome.Match, new Bed().Mail("""{"headers":{"ips":[{"ip":"192.0.35.7"}]}}""").Outcome($"any(headers.ips, beta.ip_in(.ip,\n{addresses},\n))"));
    }

    [Fact]
    public void SourceBeyondTheLimit_IsRefused() => Assert.Contains("1,000,000 characters", Bed.Faults("true" + new string(' ', 1_000_001))[0], StringComparison.Ordinal);
}
