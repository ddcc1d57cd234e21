using Postvakt.Mql.Rules;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Rules;

public sealed class LoaderTests
{
    private const string Whole = """
        name: "Fake invoice"
        description: |
          Two
          lines.
        type: "rule"
        severity: "high"
        source: |
          type.inbound
          and sender.email.domain.root_domain in $org_domains
          and network.whois(sender.email.domain).days_old < 3
        references:
          - "https://a.example/"
        authors:
          - twitter: "ada"
          - name: "Grace"
        tags: ["a", "b"]
        attack_types: [BEC/Fraud]
        tactics_and_techniques: [Evasion]
        detection_methods: [Whois]
        false_positives: ["Suppliers"]
        maturity: beta
        labels: [x, y]
        id: "0f6d5b5c-0000-4000-8000-000000000001"
        """;

    [Fact]
    public void ARule_KeepsWhatItsAuthorWrote()
    {
        var set = Bed.Read(Whole);
        Assert.Empty(set.Problems);
        var rule = Assert.Single(set.Rules);
        Assert.Equal(("Fake invoice", "rule", "high", "Two\nlines.\n", 1), (rule.Name, rule.Type, rule.Severity, rule.Description, rule.Line));
        Assert.Equal("https://a.example/|ada,Grace|a,b|BEC/Fraud|Evasion|Whois|Suppliers", string.Join('|', new[] { rule.References, rule.Authors, rule.Tags, rule.AttackTypes, rule.TacticsAndTechniques, rule.DetectionMethods, rule.FalsePositives }.Select(w => string.Join(',', w))));
        Assert.Equal("labels=x, y; maturity=beta", string.Join("; ", rule.Others.OrderBy(o => o.Key).Select(o => $"{o.Key}={o.Value}")));
        Assert.Equal(["$org_domains", "network.whois"], rule.Capabilities);
    }

    [Theory]
    [InlineData("name: a\nsource: foo == 1\n", "line 2, column 9")]
    [InlineData("name: a\nsource: |\n  true\n  and foo == 1\n", "line 4, column 7")]
    [InlineData("name: a\nsource: |\n\n      true\n      and foo == 1\n", "line 5, column 11")]
    [InlineData("a: 1\nname: b\nsource: |-\r\n  foo == 1\r\n", "line 4, column 3")]
    [InlineData("---\nname: a\nsource: |\n  true\n---\nname: b\nsource: |\n  foo == 1\n", "line 8, column 3")]
    public void Places_AreThoseOfTheFile(string yaml, string expected) => Assert.StartsWith($"test.yml, {expected}: `foo`", Assert.Single(Bed.Read(yaml).Problems).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("name: a\n", "'source' is missing")]
    [InlineData("name: a\nsourse: true\n", "'source' is missing; did you mean `sourse`?")]
    [InlineData("- a\n- b\n", "a rule is a map of keys and values")]
    [InlineData("name: a\nsource: [true]\n", "'source' is a text")]
    [InlineData("name: a\nname: b\nsource: true\n", "is no YAML: key 'name' stands here twice")]
    [InlineData("name: &x a\nsource: *x\n", "is no YAML: anchors and aliases are not part of rule files")]
    [InlineData("name: 'a\n", "is no YAML: While scanning a quoted scalar, found unexpected end of stream.")]
    public void BrokenFiles_AreOneSentence(string yaml, string expected) => Assert.Equal(expected, Assert.Single(Bed.Read(yaml).Problems).Message);

    [Fact]
    public void ABooleanSource_IsASource() => Assert.Single(Bed.Read("name: a\ntype: triage_rule\nsource: true\n").Rules);

    [Fact]
    public void TheSameIdTwice_LeavesTheSecondOut()
    {
        var set = Bed.Read("name: a\nid: x\nsource: true\n---\nname: b\nid: X\nsource: true\n");
        Assert.Equal("a", Assert.Single(set.Rules).Name);
        Assert.Equal("the same id stands in test.yml ('a'); this rule is left out", Assert.Single(set.Problems).Message);
    }

    [Fact]
    public void AFolder_LoadsWhatItCan_AndTellsTheRest()
    {
        var folder = Directory.CreateTempSubdirectory("mql").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "inner"));
            File.WriteAllText(Path.Combine(folder, "inner", "good.yml"), "name: good\nsource: type.inbound\n");
            File.WriteAllText(Path.Combine(folder, "bad.yaml"), "name: bad\nsource: type.inbount\n");
            File.WriteAllText(Path.Combine(folder, "notes.txt"), "no rule");
            File.WriteAllText(Path.Combine(folder, "large.yml"), new string('#', MqlRuleLoader.MaxFileBytes + 1));
            var loader = new MqlRuleLoader();
            loader.AddFolder(folder);
            loader.AddFolder(Path.Combine(folder, "nowhere"));
            var set = loader.Build();
            Assert.Equal("good", Assert.Single(set.Rules).Name);
            Assert.Equal(["`inbount`: Message.type has no such field; did you mean `inbound`?", "larger than 4 MiB"], set.Problems.Take(2).Select(p => p.Message));
            Assert.StartsWith("cannot be read: ", set.Problems[2].Message, StringComparison.Ordinal);
            Assert.Equal("good", Assert.Single(set.Rules).Id);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Problems_AreOneLine_WithoutControlCharacters() => Assert.DoesNotContain(Bed.Read("name: \"a\\nb\"\nsource: \"x == '\\e[2J\\n'\"\n").Problems[0].ToString(), char.IsControl);
}
