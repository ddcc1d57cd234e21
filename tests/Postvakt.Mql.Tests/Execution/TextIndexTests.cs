using Postvakt.Mql.Execution;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Rules;

namespace Postvakt.Mql.Tests.Execution;

public sealed class TextIndexTests
{
    [Theory]
    [InlineData("the OVERDUE invoice", "INVOICE", true)]
    [InlineData("the overdue invoic", "INVOICE", false)]
    [InlineData("hr", "HR", true)]
    [InlineData("h r", "HR", false)]
    [InlineData("xABCABD", "ABCABD", true)]
    [InlineData("", "AB", false)]
    [InlineData("åäö pay", "PAY", true)]
    public void Word_IsFoundInAnyCase(string text, string word, bool stands)
    {
        var index = new TextIndex(["OTHER", "OT", "OTH", word]);
        var found = new ulong[index.Length];
        Assert.True(index.Find(text, found));
        Assert.Equal(stands, TextIndex.Has(found, 3));
    }

    [Fact]
    public void Text_WithALetterThatFoldsOddly_IsNotTold() => Assert.False(new TextIndex(["KEY"]).Find("the \u212Aey", new ulong[1]));

    [Fact]
    public void Found_IsWhatPlainSearchFinds()
    {
        var random = new Random(5);
        string Word(int least, int most) => string.Concat(Enumerable.Range(0, random.Next(least, most)).Select(_ => (char)('a' + random.Next(4))));
        for (var round = 0; round < 300; round++)
        {
            string[] words = [.. Enumerable.Range(0, 120).Select(_ => Word(2, 9).ToUpperInvariant()).Distinct()];
            var text = Word(0, 200);
            var index = new TextIndex(words);
            var found = new ulong[index.Length];
            Assert.True(index.Find(text, found));
            Assert.Equal(words.Where(w => text.Contains(w, StringComparison.OrdinalIgnoreCase)), words.Where((_, i) => TextIndex.Has(found, i)));
        }
    }

    /// <summary>Many rules over the same texts come to what each comes to alone.</summary>
    [Theory]
    [InlineData("""{ "subject": { "subject": "Your Invoice 77" }, "body": { "links": [ { "display_text": "open Invoice" }, { "display_text": "PAY now" } ] } }""", "1,2,5,7,8,10")]
    [InlineData("""{ "subject": { "subject": "invoice" }, "body": { "links": [ { "display_text": "\u212Aey" } ] } }""", "1,3,4,6")]
    [InlineData("""{ "subject": { }, "body": { "links": [ ] } }""", "")]
    public void Rules_WithACommonIndex_ComeToTheSame(string mail, string matching)
    {
        string[] sources =
        [
            "strings.icontains(subject.subject, 'invoice')", "strings.contains(subject.subject, 'Invoice')", "strings.contains(subject.subject, 'invoice')", "regex.icontains(subject.subject, '.*invoice$')", "regex.icontains(subject.subject, 'voice \\d+')",
            "strings.ilike(subject.subject, '*invoice')", "strings.ilike(subject.subject, '*your*', '*none*')", "any(body.links, strings.icontains(.display_text, 'invoice'))", "any(body.links, strings.icontains(.display_text, 'paying'))",
            "any(body.links, regex.icontains(.display_text, 'pay\\s.*'))", "any(body.links, strings.contains(.display_text, 'pay'))", "any(body.links, strings.icontains(.display_text, 'zzz'))",
        ];
        var loader = new MqlRuleLoader();
        for (var i = 0; i < sources.Length; i++) loader.AddText($"r{i + 1}", $"name: r{i + 1}\nid: r{i + 1}\nsource: |\n  {sources[i]}\n");
        var set = loader.Build();
        Assert.Empty(set.Problems);
        var session = new MqlEngine(set, new JsonHost()).NewSession();
        session.Begin(JsonHost.Read(mail));
        Assert.Equal(matching, string.Join(',', set.Rules.Where(r => session.Evaluate(r).Outcome == MqlOutcome.Match).Select(r => r.Id[1..])));
        Assert.Equal(matching, string.Join(',', set.Rules.Where(r => Alone(r, set, mail)).Select(r => r.Id[1..])));
    }

    private static bool Alone(MqlRule rule, MqlRuleSet set, string mail)
    {
        var session = new MqlEngine(set with { Rules = [rule] }, new JsonHost()).NewSession();
        session.Begin(JsonHost.Read(mail));
        return session.Evaluate(rule).Outcome == MqlOutcome.Match;
    }
}
