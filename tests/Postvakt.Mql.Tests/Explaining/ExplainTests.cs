using Postvakt.Mql.Explaining;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Explaining;

public sealed class ExplainTests
{
    private const string Mail = """
        {"type":{"inbound":true},"subject":{"subject":"Overdue invoice 17"},"sender":{"display_name":"Ada","email":{"email":"ada@nordwind.example"}},
         "body":{"current_thread":{"text":"Dear all, please pay the invoice today."},"links":[{"display_text":"home","href_url":{"domain":{"root_domain":"a.example"}}},{"display_text":"Pay now","href_url":{"domain":{"root_domain":"b.example"}}}]},
         "attachments":[{"file_name":"a.txt","file_type":"txt","size":1},{"file_name":"b.zip","file_type":"zip","size":2}]}
        """;

    private static MqlExplanation Explain(string source, string mail = Mail)
    {
        var bed = new Bed().List("free_file_hosts", "b.example");
        var engine = new MqlEngine(bed.Rules(source), bed.Host);
        var session = engine.NewSession();
        session.Begin(JsonHost.Read(mail));
        return session.Explain(engine.Rules[0]);
    }

    [Theory]
    [InlineData("strings.icontains(body.current_thread.text, 'INVOICE')", "body.current_thread.text: Dear all, please pay the invoice today.")]
    [InlineData("any(body.links, .href_url.domain.root_domain in $free_file_hosts)", "body.links[1].href_url.domain.root_domain: b.example")]
    [InlineData("any(filter(attachments, .size > 1), .file_type == 'zip')", "attachments[1].file_type: zip")]
    [InlineData("any(map(attachments, .file_name), strings.ends_with(., '.zip'))", "attachments[1].file_name: b.zip")]
    [InlineData("any([subject.subject, sender.display_name], . == 'Ada')", "sender.display_name: Ada")]
    [InlineData("any(flatten([filter(attachments, .size == 9), attachments]), .size == 2)", "attachments[1].size: 2")]
    [InlineData("any(attachments, any(body.links, .display_text =~ 'pay NOW' and ..size == 2))", "body.links[1].display_text: Pay now|attachments[1].size: 2")]
    [InlineData("attachments[1].file_type in ('zip', 'rar')", "attachments[1].file_type: zip")]
    [InlineData("length(attachments) == 2", "length(attachments): 2")]
    [InlineData("strings.icontains(strings.replace_confusables(sender.display_name), 'ada')", "strings.replace_confusables(sender.display_name): Ada")]
    [InlineData("not strings.icontains(subject.subject, 'x') and not sender.display_name == 'x'", "sender.display_name: Ada")]
    [InlineData("type.outbound or subject.subject == 'x' or sender.display_name == 'Ada'", "sender.display_name: Ada")]
    [InlineData("not all(attachments, .file_type == 'txt')", "attachments[1].file_type: zip")]
    [InlineData("type.inbound and not any(attachments, .size > 5)", "")]
    public void Evidence_IsWhatMadeItMatch(string source, string expected) => Assert.Equal(expected, string.Join('|', Explain(source).Evidence.Select(e => $"{e.Path}: {e.Text}")));

    [Fact]
    public void WhatDidNotMatch_HasNoEvidence_ButItsParts()
    {
        var explanation = Explain("type.inbound and sender.display_name == 'Bob' and subject.subject == 'x'");
        Assert.Empty(explanation.Evidence);
        Assert.Equal(["type.inbound = true", "sender.display_name == 'Bob' = false"], explanation.Tree.Parts.Select(p => $"{p.Source} = {p.Value}"));
        Assert.Equal("sender.display_name = \"Ada\"", string.Join(", ", explanation.Tree.Parts[1].Parts.Select(p => $"{p.Source} = {p.Value}")));
    }

    [Fact]
    public void Loops_TellTheirItems()
    {
        var loop = Explain("any(attachments, .file_type == 'zip')").Tree;
        Assert.Equal(("true", "attachments | attachments[0] false | attachments[1] true"), (loop.Value, string.Join(" | ", loop.Parts.Select(p => p.Item is null ? p.Source : $"{p.Item} {p.Value}"))));
    }

    [Fact]
    public void Missing_IsShownWhereItIs()
    {
        var explanation = Explain("type.inbound and any(attachments, beta.ocr(.).text == 'x')");
        Assert.Equal(MqlOutcome.Indeterminate, explanation.Result.Outcome);
        Assert.Equal("missing (beta.ocr)", explanation.Tree.Parts[1].Parts[1].Parts[0].Value);
    }

    [Fact]
    public void Explanations_AreBounded()
    {
        var many = "{\"attachments\":[" + string.Join(',', Enumerable.Range(0, 40).Select(i => $"{{\"size\":{i},\"file_name\":\"{new string('n', 1000)}{i}\"}}")) + "]}";
        var explanation = Explain("any(attachments, any(attachments, all(attachments, strings.contains(.file_name, 'n'))))", many);
        Assert.True(Count(explanation.Tree) <= 501 && explanation.Evidence.Count <= 32);
        Assert.All(explanation.Evidence, e => Assert.True(e.Text.Length <= 160));
        var deep = Explain("all(attachments, all(attachments, all(attachments, strings.contains(.file_name, 'n') or .size > 3)))", many);
        Assert.True(deep.IsCut && Count(deep.Tree) <= 501);
    }

    [Fact]
    public void Lines_AreThoseOfTheFile() => Assert.Equal(5, Assert.Single(Explain("type.inbound\nand sender.display_name == 'Ada'").Evidence).Line);

    private static int Count(MqlPart part) => 1 + part.Parts.Sum(Count);
}
