using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Execution;

public sealed class ListFunctionTests
{
    private const string Mail = """
        {"attachments":[{"file_name":"a.pdf","size":3,"file_type":"pdf"},{"file_name":"b.pdf","size":4,"file_type":"pdf"},{"file_name":"c","size":5}],
         "recipients":{"to":[{"email":{"email":"a@a.example"}}],"cc":[{"email":{"email":"b@b.example"}}]},
         "body":{"links":[{"href_url":{"query_params_decoded":{"url":["x","y"],"z":["w"]}}}]}}
        """;

    [Theory]
    [InlineData("length(filter(attachments, .size > 3))", "2")]
    [InlineData("sum(map(attachments, .size))", "12")]
    [InlineData("sum(attachments, .size)", "12")]
    [InlineData("sum([1, 2.5])", "3.5")]
    [InlineData("ratio(attachments, .size > 4) < 0.4", "true")]
    [InlineData("ratio(attachments, .file_type == 'pdf') > 0.6", "true")]
    [InlineData("length(distinct(attachments, .file_type))", "2")]
    [InlineData("length(distinct(['a', 'b', 'a']))", "2")]
    [InlineData("distinct(attachments, .file_type)[0].file_name", "\"a.pdf\"")]
    [InlineData("length(flatten([recipients.to, recipients.cc, recipients.bcc]))", "2")]
    [InlineData("any(flatten([recipients.to, recipients.cc]), .email.email == 'b@b.example')", "true")]
    [InlineData("body.links[0].href_url.query_params_decoded['url'][1]", "\"y\"")]
    [InlineData("body.links[0].href_url.query_params_decoded['none']", "null")]
    [InlineData("length(keys(body.links[0].href_url.query_params_decoded))", "2")]
    [InlineData("'z' in keys(body.links[0].href_url.query_params_decoded)", "true")]
    [InlineData("any(flatten(values(body.links[0].href_url.query_params_decoded)), . == 'w')", "true")]
    [InlineData("all(attachments, .size > 2)", "true")]
    [InlineData("'a@a.example' in map(recipients.to, .email.email)", "true")]
    [InlineData("'B.PDF' in~ map(attachments, .file_name)", "true")]
    [InlineData("'x' not in map(attachments, .file_name)", "true")]
    [InlineData("attachments[1].size - attachments[0].size == 1", "true")]
    [InlineData("9223372036854775807 + 1", "null")]
    public void Lists_GiveWhatTheyAreDocumentedToGive(string source, string expected) => Assert.Equal(expected, new Bed().Mail(Mail).Value(source).ToString());

    [Fact]
    public void AListThatOnlyAnswers_IsMissingToALoop()
    {
        var bed = new Bed().Mail("""{"sender":{"email":{"email":"Ada@a.example"}}}""");
        bed.Host.Lists["sender_emails"] = MqlList.Answering((text, ignoreCase) => text.Equals("ada@a.example", ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
        Assert.Equal(MqlOutcome.NoMatch, bed.Outcome("sender.email.email in $sender_emails"));
        Assert.Equal(MqlOutcome.Match, bed.Outcome("sender.email.email in~ $sender_emails"));
        Assert.Equal(["$sender_emails"], bed.Run("any($sender_emails, . == sender.email.email)").Because);
    }

    [Fact]
    public void AListThatKnowsOnlyOfTheMessageAtHand_IsMissingOfTheRest()
    {
        var bed = new Bed().Mail("""{"sender":{"email":{"email":"ada@a.example"}},"subject":{"subject":"ben@b.example"}}""");
        bed.Host.Lists["sender_emails"] = MqlList.Answering((message, text, _) => message is MqlMap mail && text.StartsWith("ada", StringComparison.Ordinal) ? mail.Count == 2 : null);
        Assert.Equal(MqlOutcome.Match, bed.Outcome("sender.email.email in $sender_emails"));
        Assert.Equal(MqlOutcome.NoMatch, bed.Outcome("sender.email.email not in $sender_emails"));
        Assert.Equal(["$sender_emails"], bed.Run("subject.subject not in $sender_emails").Because);
        Assert.Equal(MqlOutcome.Match, bed.Outcome("sender.email.email in $sender_emails or subject.subject in $sender_emails"));
    }

    [Fact]
    public void NamedLists_AreLookedUpAndGoneThrough()
    {
        var bed = new Bed().Mail("""{"sender":{"display_name":"Ada","email":{"domain":{"root_domain":"A.example"}}}}""").List("org_domains", "a.example");
        bed.Host.Lists["org_vips"] = new MqlList(MqlValue.Of(JsonHost.Read("""{"display_name":"Ada Lovelace","email":"ada@a.example"}""")));
        Assert.Equal(MqlOutcome.NoMatch, bed.Outcome("sender.email.domain.root_domain in $org_domains"));
        Assert.Equal(MqlOutcome.Match, bed.Outcome("sender.email.domain.root_domain in~ $org_domains"));
        Assert.Equal(MqlOutcome.Match, bed.Outcome("any($org_vips, strings.istarts_with(.display_name, sender.display_name))"));
        Assert.Equal(MqlOutcome.Match, bed.Outcome("any($org_domains, strings.ilevenshtein(., sender.email.domain.root_domain) == 0)"));
    }
}
