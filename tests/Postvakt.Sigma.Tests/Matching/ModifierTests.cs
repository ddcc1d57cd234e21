using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Matching;

/// <summary>Each modifier of the appendix, with what it takes and what it leaves.</summary>
public sealed class ModifierTests
{
    private static bool Hits(string item, params (string, object?)[] fields) => Bed.Detection($"sel:\n    {item.Replace("\n", "\n    ", StringComparison.Ordinal)}\ncondition: sel").Hits(fields);

    [Theory]
    [InlineData("F: Abc", "abc", true)]
    [InlineData("F: Abc", "abcd", false)]
    [InlineData("F: a*c", "abbbC", true)]
    [InlineData("F: a?c", "abbc", false)]
    [InlineData("F: a?c", "aXc", true)]
    [InlineData("F: '*'", "", true)]
    [InlineData("F: '?*'", "", false)]
    [InlineData("F: ''", "", true)]
    [InlineData("F: ''", " ", false)]
    [InlineData("F: 17", "17", true)]
    [InlineData("F: '0x17'", "0X17", true)]
    [InlineData("F: true", "True", true)]
    [InlineData("F|contains: Ell", "hello", true)]
    [InlineData("F|startswith: HE", "hello", true)]
    [InlineData("F|startswith: el", "hello", false)]
    [InlineData("F|endswith: LO", "hello", true)]
    [InlineData("F|endswith: hell", "hello", false)]
    [InlineData("F|contains: a*b", "xxaYYbzz", true)]
    [InlineData("F|endswith: '\\a?c'", "c:\\abc", true)]
    [InlineData("F|contains: ö", "SCHÖN", true)]
    [InlineData("F|endswith: ö", "SCHÖ", true)]
    [InlineData("F|endswith: ö", "SCHÔ", false)]
    [InlineData("F|cased: Abc", "Abc", true)]
    [InlineData("F|cased: Abc", "abc", false)]
    [InlineData("F|contains|cased: Bc", "aBcd", true)]
    [InlineData("F|contains|cased: Bc", "abcd", false)]
    [InlineData("F|neq: abc", "abd", true)]
    [InlineData("F|neq: abc", "ABC", false)]
    [InlineData("F|neq: [a, b]", "b", false)]
    [InlineData("F|neq: [a, b]", "c", true)]
    [InlineData("F|contains|neq: b", "abc", false)]
    [InlineData("F|all|contains: [a, b]", "xbxa", true)]
    [InlineData("F|contains|all: [a, b]", "xbx", false)]
    [InlineData("F|lt: 5", "4.5", true)]
    [InlineData("F|lt: 5", "5", false)]
    [InlineData("F|lte: 5", "0x5", true)]
    [InlineData("F|gt: 5", "6", true)]
    [InlineData("F|gt: 5", "five", false)]
    [InlineData("F|gte: 5", "4", false)]
    [InlineData("F|gt: -3", "-2", true)]
    [InlineData("F|minute: 39", "2021-03-14T01:39:32.609Z", true)]
    [InlineData("F|hour: 1", "2021-03-14 01:39:32", true)]
    [InlineData("F|hour|gte: 22", "2021-03-14 01:39:32", false)]
    [InlineData("F|hour|lt: 6", "2021-03-14 01:39:32", true)]
    [InlineData("F|day: 14", "2021-03-14", true)]
    [InlineData("F|week: 10", "2021-03-14", true)]
    [InlineData("F|month: [2, 3]", "2021-03-14", true)]
    [InlineData("F|year: 2020", "2021-03-14", false)]
    [InlineData("F|year: 2021", "14.03.2021", false)]
    [InlineData("F|cidr: 192.0.2.0/24", "192.0.2.77", true)]
    [InlineData("F|cidr: 192.0.2.0/24", "192.0.3.1", false)]
    [InlineData("F|cidr: 192.0.2.0/24", "::ffff:192.0.2.1", true)]
    [InlineData("F|cidr: 192.0.2.0/24", "192.0.2", false)]
    [InlineData("F|cidr: 192.0.2.9", "192.0.2.9", true)]
    [InlineData("F|cidr: '2001:db8::/32'", "2001:DB8:1::2", true)]
    [InlineData("F|cidr: '2001:db8::/32'", "[2001:db8::1]", true)]
    [InlineData("F|cidr: '2001:db8::/32'", "192.0.2.1", false)]
    [InlineData("F|cidr: 0.0.0.0/0", "198.51.100.3", true)]
    [InlineData("F|windash: -enc", "/ENC", true)]
    [InlineData("F|windash: -enc", "\u2014enc", true)]
    [InlineData("F|windash: -enc", "_enc", false)]
    [InlineData("F|contains|windash: ' /a -b'", "x \u2013a \u2015b", true)]
    [InlineData("F|endswith|windash: ' -x'", "cmd /x", true)]
    [InlineData("F|base64: hello", "aGVsbG8=", true)]
    [InlineData("F|base64|contains: foobar", "xxZm9vYmFyxx", true)]
    [InlineData("F|wide|base64: cmd", "YwBtAGQA", true)]
    [InlineData("F|utf16le|base64: cmd", "YwBtAGQA", true)]
    [InlineData("F|utf16be|base64: cmd", "AGMAbQBk", true)]
    [InlineData("F|utf16|base64: cmd", "//5jAG0AZAA=", true)]
    [InlineData("F|utf16le: hi", "h\0i\0", true)]
    [InlineData("F|utf16le|base64: 漢", "Im8=", true)]
    [InlineData("F|re: ^a+b$", "aab", true)]
    [InlineData("F|re: ^a+b$", "aAb", false)]
    [InlineData("F|re|i: ^a+b$", "aAb", true)]
    [InlineData("F|re: a.b", "a\nb", false)]
    [InlineData("F|re|s: a.b", "a\nb", true)]
    [InlineData("F|re: ^b", "a\nb", false)]
    [InlineData("F|re|m: ^b", "a\nb", true)]
    [InlineData("F|re|i|m: ^B$", "a\nb\nc", true)]
    [InlineData("F|re: '[Cc]md'", "run CMD", false)]
    [InlineData("F|re: '[Cc]md'", "run Cmd", true)]
    public void Modifier_TakesAndLeaves(string item, string value, bool hits) => Assert.Equal(hits, Hits(item, ("F", value)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Base64Offset_FindsAValueAtEachOffset(int before)
    {
        var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string('z', before) + "needle in it" + "tail"));
        Assert.True(Hits("F|base64offset|contains: needle", ("F", encoded)));
        Assert.False(Hits("F|base64offset|contains: noodle", ("F", encoded)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void WideBase64Offset_FindsAValueAtEachOffset(int before)
    {
        var encoded = Convert.ToBase64String([.. new byte[before], .. System.Text.Encoding.Unicode.GetBytes("write-host"), 1, 2, 3]);
        Assert.True(Hits("F|wide|base64offset|contains: write-host", ("F", encoded)));
    }

    [Fact]
    public void Exists_AsksForTheField_NotItsValue()
    {
        Assert.True(Hits("F|exists: true", ("F", "")));
        Assert.True(Hits("F|exists: true", ("F", null)));
        Assert.False(Hits("F|exists: true", ("G", "x")));
        Assert.True(Hits("F|exists: false", ("G", "x")));
        Assert.False(Hits("F|exists: false", ("F", null)));
    }

    [Fact]
    public void Null_IsAbsentOrWithoutValue()
    {
        Assert.True(Hits("F: null", ("G", "x")));
        Assert.True(Hits("F: null", ("F", null)));
        Assert.True(Hits("F:", ("G", "x")));
        Assert.False(Hits("F: null", ("F", "")));
        Assert.True(Hits("F: [null, x]", ("F", "x")));
        Assert.False(Hits("F|neq: null", ("G", "x")));
        Assert.True(Hits("F|neq: null", ("F", "x")));
        Assert.False(Hits("F: ''", ("F", null)));
    }

    [Fact]
    public void Neq_NeedsTheField() => Assert.False(Hits("F|neq: abc", ("G", "x")));

    [Fact]
    public void FieldReference_ComparesTwoFieldsOfTheEvent()
    {
        Assert.True(Hits("F|fieldref: G", ("F", "Same"), ("G", "same")));
        Assert.False(Hits("F|fieldref: G", ("F", "one"), ("G", "two")));
        Assert.False(Hits("F|fieldref: G", ("F", "one")));
        Assert.True(Hits("F|fieldref|startswith: G", ("F", "same and more"), ("G", "Same")));
        Assert.True(Hits("F|fieldref|endswith: G", ("F", "more of the same"), ("G", "same")));
        Assert.True(Hits("F|fieldref|contains: G", ("F", "a same b"), ("G", "same")));
        Assert.False(Hits("F|fieldref|cased: G", ("F", "Same"), ("G", "same")));
        Assert.True(Hits("F|fieldref|neq: G", ("F", "one"), ("G", "two")));
        Assert.False(Hits("F|fieldref|neq: G", ("F", "same"), ("G", "SAME")));
        Assert.False(Hits("F|fieldref|neq: G", ("F", "one")));
    }

    [Fact]
    public void Numbers_AreComparedAsTheyAreWritten()
    {
        Assert.True(Hits("F: 4688", ("F", 4688)));
        Assert.True(Hits("F: '4688'", ("F", 4688L)));
        Assert.True(Hits("F|startswith: 46", ("F", 4688)));
        Assert.True(Hits("F: 0x10", ("F", 16)));
        Assert.True(Hits("F: -1", ("F", -1)));
        Assert.True(Hits("F: 1.5", ("F", 1.5)));
        Assert.True(Hits("F: 'false'", ("F", false)));
    }

    [Fact]
    public void Field_WithSeveralValues_HoldsIfOneDoes()
    {
        Assert.True(Hits("Data|contains: two", ("Data", "one"), ("Data", "a two b")));
        Assert.True(Hits("Data|re: ^tw", ("Data", "one"), ("Data", "two"), ("Data", "three")));
        Assert.False(Hits("Data|neq: two", ("Data", "one"), ("Data", "two")));
    }

    [Fact]
    public void Field_WithBlanksInItsName_IsFoundWithoutThem() => Assert.True(Hits("ThreatName: x", ("Threat Name", "x")));
}
