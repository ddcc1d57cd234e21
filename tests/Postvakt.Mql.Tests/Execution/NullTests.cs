using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Execution;

/// <summary>Three values: what is null, what follows from it, and what functions make of it.</summary>
public sealed class NullTests
{
    private static readonly Bed Empty = new Bed().Has("file.explode", "null").Has("ml.nlu_classifier", "null");

    [Theory]
    [InlineData("sender.display_name == 'x'")]
    [InlineData("not sender.display_name == 'x'")]
    [InlineData("sender.display_name != 'x'")]
    [InlineData("sender.display_name in ('x')")]
    [InlineData("sender.display_name not in ('x')")]
    [InlineData("not strings.icontains(sender.display_name, 'x')")]
    [InlineData("sender.display_name == null")]
    [InlineData("null == null")]
    [InlineData("attachments[0].size + 1 > 0")]
    [InlineData("1 / 0 == 0")]
    [InlineData("0 < attachments[0].size < 5")]
    [InlineData("not subject.is_reply")]
    public void Null_InAnOperator_GivesNull(string source) => Assert.True(Empty.Value(source).IsNull);

    [Theory]
    [InlineData("sender.display_name == 'x' and false", false)]
    [InlineData("false and sender.display_name == 'x'", false)]
    [InlineData("sender.display_name == 'x' or true", true)]
    [InlineData("sender.display_name is null", true)]
    [InlineData("not sender.display_name is not null", true)]
    [InlineData("coalesce(headers.auth_summary.dmarc.pass, false)", false)]
    [InlineData("1 of (sender.display_name == 'x', true)", true)]
    [InlineData("2 of (false, false, true)", false)]
    public void Null_BesideAKnownValue_LeavesIt(string source, bool expected)
    {
        Assert.True(Empty.Value(source).TryBool(out var value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Of_WithoutEnoughAndANull_IsNull() => Assert.True(Empty.Value("2 of (sender.display_name == 'x', true)").IsNull);

    [Theory]
    [InlineData("any(attachments, true)", "false")]
    [InlineData("all(attachments, false)", "true")]
    [InlineData("length(filter(attachments, true))", "0")]
    [InlineData("length(attachments)", "0")]
    [InlineData("length(headers.references)", "0")]
    [InlineData("length(body.current_thread.links)", "0")]
    [InlineData("sum(map(attachments, .size))", "0")]
    [InlineData("ratio(attachments, true)", "null")]
    [InlineData("attachments[0].file_name", "null")]
    [InlineData("length(distinct(map(attachments, .file_name)))", "0")]
    public void Functions_OverAnEmptyList_GiveWhatTheTableSays(string source, string expected) => Assert.Equal(expected, Empty.Value(source).ToString());

    [Theory]
    [InlineData("any(ml.nlu_classifier('x').topics, true)", "null")]
    [InlineData("all(ml.nlu_classifier('x').topics, false)", "true")]
    [InlineData("length(filter(ml.nlu_classifier('x').topics, true))", "0")]
    [InlineData("length(distinct(ml.nlu_classifier('x').topics, .name))", "0")]
    [InlineData("length(flatten([map(ml.nlu_classifier('x').topics, .name)]))", "0")]
    [InlineData("length(ml.nlu_classifier('x').topics)", "null")]
    [InlineData("length(map(ml.nlu_classifier('x').topics, .name))", "null")]
    [InlineData("ratio(ml.nlu_classifier('x').topics, true)", "null")]
    [InlineData("sum(map(ml.nlu_classifier('x').topics, 1))", "0")]
    [InlineData("ml.nlu_classifier('x').topics[0].name", "null")]
    public void Functions_OverANullList_GiveWhatTheTableSays(string source, string expected) => Assert.Equal(expected, Empty.Value(source).ToString());

    [Theory]
    [InlineData("any(body.links, .href_url.domain.root_domain == 'a.example')", "false")]
    [InlineData("not any(body.links, .href_url.domain.root_domain == 'a.example')", "true")]
    [InlineData("all(body.links, .href_url.domain.root_domain != 'a.example')", "false")]
    [InlineData("length(filter(body.links, .href_url.domain.root_domain != 'a.example'))", "0")]
    public void ANullPredicate_IsNotFulfilled(string source, string expected) =>
        Assert.Equal(expected, new Bed().Mail("""{"body":{"links":[{"href_url":{"scheme":"mailto"}}]}}""").Value(source).ToString());

    [Fact]
    public void AListOfAnIndexThatIsOutside_IsNull() => Assert.True(Empty.Value("any(body.previous_threads[3].links, true)").IsNull);
}
