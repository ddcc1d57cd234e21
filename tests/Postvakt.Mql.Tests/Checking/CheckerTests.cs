using Postvakt.Mql.Schema;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Checking;

public sealed class CheckerTests
{
    [Theory]
    [InlineData("string.icontain(subject.subject, 'x')", "`string.icontain`: there is no such function; did you mean `strings.icontains`?")]
    [InlineData("subjekt.subject == 'x'", "`subjekt`: the message has no such field; did you mean `subject`?")]
    [InlineData("sender.email.root_domain == 'x'", "`root_domain`: EmailAddress has no such field")]
    [InlineData("sender.email.domain.rootdomain == 'x'", "`rootdomain`: Domain has no such field; did you mean `root_domain`?")]
    [InlineData("attachments.file_type == 'x'", "`file_type` is asked of a list; ask its items: any(…, .file_type …), or one of them: […][0].file_type")]
    [InlineData("subject.subject.x == 'x'", "`x` is asked of a text, which has no fields")]
    [InlineData("any(body.links, .href_url.query_params_decoded.x == 'a')", "`x` is asked of a map; its values are reached with [\"x\"]")]
    [InlineData("subject.subject == 3", "a text is compared with a number")]
    [InlineData("length(attachments) == '3'", "a number is compared with a text")]
    [InlineData("attachments == 'x'", "a list (Attachment[]) cannot be compared; length(…) tells how much is in it")]
    [InlineData("sender == 'x'", "an object (Sender) cannot be compared; one of its fields can")]
    [InlineData("type.inbound > true", "true and false have no order; > compares numbers or texts")]
    [InlineData("attachments[0].size =~ 3", "=~ compares texts without case; this is a number")]
    [InlineData("subject.subject and type.inbound", "a condition must be true or false; this is a text")]
    [InlineData("not length(attachments)", "a condition must be true or false; this is a number")]
    [InlineData("strings.parse_json(subject.subject)['a']", "a value of JSON is no condition; compare it: == true")]
    [InlineData("any(attachments, .file_type)", "a condition must be true or false; this is a text")]
    [InlineData("any(subject.subject, true)", "`any` goes through a list; this is a text")]
    [InlineData("any(attachments)", "`any` takes 2 arguments; it is given 1")]
    [InlineData("strings.icontains(subject.subject)", "`strings.icontains` takes at least 2 arguments; it is given 1")]
    [InlineData("strings.icontains(subject.subject, 3)", "`strings.icontains` takes a text; this is a number")]
    [InlineData("length(file.explode(sender)) == 0", "`file.explode` takes File or HTML; this is an object (Sender)")]
    [InlineData("ml.link_analysis(body.links[0], mod='x').submitted", "`mod`: ml.link_analysis has no such argument; did you mean `mode`?")]
    [InlineData("ml.link_analysis(body.links[0], mode=3).submitted", "`ml.link_analysis` takes a text as mode; this is a number")]
    [InlineData("network.whois(sender.email.domain, mode='x').found", "`network.whois` takes no arguments by name")]
    [InlineData(".file_type == 'x'", "`.` is the item of a loop (any, all, filter, map…); there is none around it")]
    [InlineData("any(attachments, ..file_type == 'x')", "`..` reaches out of 2 loops; there are 1 around it")]
    [InlineData("attachments is null", "a list of the message is never null; what a mail has none of is empty: length(…) == 0")]
    [InlineData("subject.subject in 'x'", "behind 'in' stands a list; this is a text")]
    [InlineData("subject.subject in (1)", "a text is looked up; this is a number")]
    [InlineData("subject.subject in map(attachments, .size)", "a text is looked up in a list of a number")]
    [InlineData("subject.subject in attachments", "the list holds an object (Attachment), in which nothing can be looked up; use any(…)")]
    [InlineData("['a', 3][0] == 'a'", "a list holds values of one type; the first is a text, this is a number")]
    [InlineData("length(attachments[0]) > 1", "an object (Attachment) has no length; texts, lists and maps have")]
    [InlineData("length(distinct(attachments)) > 1", "`distinct` compares an object (Attachment); give it a field to compare as second argument")]
    [InlineData("sum(attachments) > 1", "`sum` adds numbers; this is a list of an object (Attachment)")]
    [InlineData("coalesce(subject.subject, 3) == 'x'", "`coalesce` gives one of its values, which must be of one type; the first is a text, this is a number")]
    [InlineData("0 of (true)", "'0 of' 1 conditions is always true")]
    [InlineData("3 of (true, true)", "'3 of' 2 conditions is never true")]
    [InlineData("regex.contains(subject.subject, 'a(?=b)')", "pattern, character 3: look-around is not part of these patterns (RE2); use a second pattern and 'not'")]
    [InlineData("length", "`length` is a function; its arguments stand in brackets behind it")]
    public void WhatDoesNotFit_IsOneSentence(string source, string expected) => Assert.Equal(expected, Bed.Fault(source).Replace(" (pattern", "pattern", StringComparison.Ordinal));

    [Fact]
    public void EveryFault_IsTold() => Assert.Equal(3, Bed.Faults("subjekt.subject == 'x'\nand foo(1)\nand subject.subject == 3").Length);

    [Fact]
    public void WhatCanBeRead_IsTypedBesideWhatCannot() =>
        Assert.Equal(["line 4, column 25: ')' stands where a value should", "line 5, column 7: `foo`: the message has no such field"], Bed.Faults("length(attachments == )\nand foo == 1").Select(f => f["test.yml, ".Length..].Split("; did")[0]));

    [Fact]
    public void AQuery_NeedsNoCondition() => Assert.Empty(Bed.Read(Bed.File("map(attachments, .file_name)", "query")).Problems);

    [Fact]
    public void ADerivedObject_StandsWhereItsBaseIsAskedFor() => Assert.Empty(Bed.Faults("any(attachments, length(file.explode(.)) > 0) and html.xpath(body.html, '//a').nodes[0].raw == 'x'"));

    [Fact]
    public void TheSchema_CanBeExtendedByTheHost()
    {
        var schema = MqlSchema.Message.With("ours", "type Message\n  conversation\n    message_count : int\n    new_participants : Mailbox[]\ncapability ours.seen (string) : bool\n");
        var bed = new Bed { Schema = schema }.Mail("""{"conversation":{"message_count":3}}""");
        Assert.Equal(MqlOutcome.Match, bed.Outcome("conversation.message_count > 2 and not any(conversation.new_participants, true) and length(attachments) == 0"));
        Assert.Equal(["ours.seen"], bed.Run("ours.seen(coalesce(subject.subject, 'x'))").Because);
    }

    [Theory]
    [InlineData("type A\n  x : nothing\ntype Message\n  a : A", "line 2: there is no type nothing")]
    [InlineData("type A\n", "the schema has no type Message")]
    [InlineData("what A\n", "line 1: begins with none of type, function, capability, list")]
    [InlineData("type A is B\ntype B is A\ntype Message\n", "a type extends itself")]
    public void ABrokenSchema_Throws(string text, string expected) => Assert.Contains(expected, Assert.Throws<FormatException>(() => MqlSchema.Read("test", text)).Message, StringComparison.Ordinal);

    [Fact]
    public void EveryFunctionThatIsNoCapability_Runs()
    {
        foreach (var function in MqlSchema.Message.Functions.Values.Where(f => !f.IsCapability))
        {
            var arguments = string.Join(", ", function.Parameters.Where(p => p.Name is null).Select(_ => "'192.0.2.1'"));
            Assert.False(new Bed().Value($"{function.Name}({arguments})").IsMissing);
        }
    }
}
