using CsCheck;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Execution;

/// <summary>What must hold before a rule can match; leaving a rule out by it changes no outcome.</summary>
public sealed class NeedTests
{
    [Theory]
    [InlineData("type.inbound and length(attachments) > 0", "attachments NotEmpty, type.inbound True")]
    [InlineData("any(attachments, .file_type == 'pdf')", "attachments NotEmpty")]
    [InlineData("any(filter(body.links, .visible), type.inbound)", "body.links NotEmpty, type.inbound True")]
    [InlineData("all(attachments, .file_type == 'pdf')", "")]
    [InlineData("not all(attachments, .file_type == 'pdf')", "attachments NotEmpty")]
    [InlineData("not any(attachments, .file_type == 'pdf')", "")]
    [InlineData("type.inbound or type.internal", "")]
    [InlineData("type.inbound and subject.is_reply or type.inbound", "type.inbound True")]
    [InlineData("not (type.inbound or subject.is_reply)", "subject.is_reply Present, type.inbound Present")]
    [InlineData("2 of (type.inbound, subject.is_reply)", "subject.is_reply True, type.inbound True")]
    [InlineData("1 of (type.inbound, subject.is_reply)", "")]
    [InlineData("strings.icontains(subject.subject, sender.display_name)", "subject.subject Present")]
    [InlineData("length(body.links) >= 0", "")]
    [InlineData("length(body.links) == 0", "")]
    [InlineData("0 < length(body.links) < 5", "body.links NotEmpty")]
    [InlineData("0 <= length(body.links) < 5", "")]
    [InlineData("3 == length(body.links)", "body.links NotEmpty")]
    [InlineData("length(body.current_thread.text) < 5", "body.current_thread.text Present")]
    [InlineData("recipients.to[0].email.email == sender.email.email", "recipients.to NotEmpty, sender.email.email Present")]
    [InlineData("headers.in_reply_to is null", "")]
    [InlineData("not headers.in_reply_to is null", "headers.in_reply_to Present")]
    [InlineData("sender.display_name not in ('a')", "sender.display_name Present")]
    [InlineData("coalesce(sender.display_name, 'a') == 'a'", "")]
    [InlineData("any(flatten([recipients.to, recipients.cc]), true)", "")]
    [InlineData("network.whois(sender.email.domain).found", "sender.email.domain Present")]
    public void Needs_AreWhatEveryMatchHas(string source, string expected) => Assert.Equal(expected, string.Join(", ", Bed.Read(Bed.File(source)).Rules[0].Needs.Select(n => $"{n.Path} {n.Kind}")));

    [Fact]
    public void LeavingRulesOut_ChangesNoOutcome()
    {
        Gen.Select(Sources, Mails, Gen.Bool).Sample((source, mail, lacking) =>
        {
            var bed = new Bed().Mail(mail);
            if (lacking) bed.Host.MissingFields.Add("Message.subject.is_reply");
            else bed.Has("ml.nlu_classifier", """{"language":"english","intents":[]}""");
            var engine = new MqlEngine(bed.Rules(source), bed.Host);
            var (with, without) = (engine.NewSession(), engine.NewSession(new() { UseNeeds = false }));
            var message = JsonHost.Read(mail);
            with.Begin(message);
            without.Begin(message);
            return with.Evaluate(engine.Rules[0]).Outcome == without.Evaluate(engine.Rules[0]).Outcome;
        }, iter: 3_000, seed: "0000KrPb0Zc5");
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static readonly Gen<string> Leaves = OneOf(
        "type.inbound", "subject.is_reply", "any(attachments, .file_type == 'pdf')", "all(attachments, .size > 2)", "length(attachments) > 0", "length(attachments) == 0", "0 < length(body.links) <= 2", "subject.subject == 'a'", "subject.subject is null",
        "headers.in_reply_to is not null", "strings.icontains(subject.subject, sender.display_name)", "sender.display_name in ('a', 'b')", "sender.display_name not in ('a')", "any(filter(body.links, .visible), subject.is_reply)",
        "not any(body.links, not .visible)", "attachments[0].size > attachments[1].size", "coalesce(subject.is_reply, true)", "length(subject.subject) < 3", "ml.nlu_classifier(subject.subject).language == 'english'", "length(filter(attachments, type.inbound)) > 0",
        "any(flatten([attachments, attachments]), .size == 1)", "all(body.links, type.inbound)", "any(map(attachments, .size), . != 3)", "length(distinct(attachments, .file_type)) >= 2", "subject.subject in map(attachments, .file_type)");

    private static readonly Gen<string> Sources = Deeper(Deeper(Deeper(Leaves)));

    private static Gen<string> Deeper(Gen<string> inner) => Gen.OneOf(
        Leaves, inner.Select(i => $"not ({i})"), Gen.Select(inner, inner, (a, b) => $"({a}) and ({b})"), Gen.Select(inner, inner, (a, b) => $"({a}) or ({b})"), Gen.Select(inner, inner, inner, (a, b, c) => $"2 of ({a}, {b}, {c})"), inner.Select(i => $"any(attachments, {i})"));

    private static readonly Gen<string> Mails =
        from inbound in OneOf("true", "false", "null")
        from reply in OneOf("true", "false", "null")
        from subject in OneOf("\"a\"", "\"pdf\"", "null")
        from name in OneOf("\"a\"", "\"c\"", "null")
        from parent in OneOf("\"<x@y.example>\"", "null")
        from files in OneOf("""{"file_type":"pdf","size":1}""", """{"file_type":"txt","size":3}""", "{}").Array[0, 3]
        from links in OneOf("""{"visible":true}""", """{"visible":false}""", "{}").Array[0, 3]
        select $$"""{"type":{"inbound":{{inbound}}},"subject":{"subject":{{subject}},"is_reply":{{reply}}},"sender":{"display_name":{{name}}},"headers":{"in_reply_to":{{parent}}},"attachments":[{{string.Join(',', files)}}],"body":{"links":[{{string.Join(',', links)}}]} }""";
}
