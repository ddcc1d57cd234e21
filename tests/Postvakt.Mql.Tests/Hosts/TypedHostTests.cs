using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Hosts;

/// <summary>A host with objects of its own: what is asked, when, and how often.</summary>
public sealed class TypedHostTests
{
    private sealed record Mail(string? Subject, params string[] Files);

    private sealed class MailHost : IMqlHost
    {
        public List<string> Read { get; } = [];

        public MqlAccessor? Field(MqlField field) => field.ToString() switch
        {
            "Message.subject" => owner => MqlValue.Of(owner),
            "Message.subject.subject" => owner => Note("subject", MqlValue.Of(((Mail)owner).Subject)),
            "Message.attachments" => owner => Note("attachments", MqlValue.Of(new MqlArray([.. ((Mail)owner).Files.Select(f => MqlValue.Of((object)new FileInfo(f)))]))),
            "File.file_name" => owner => MqlValue.Of(((FileInfo)owner).Name),
            _ => null,
        };

        public MqlFunction? Function(MqlSignature function) => function.Name != "beta.ocr" ? null : (message, arguments) =>
            Note("ocr of " + ((FileInfo)arguments[0].Object!).Name, MqlValue.Of((object)((Mail)message).Files));

        public MqlList? List(string name) => null;

        private MqlValue Note(string what, MqlValue value)
        {
            Read.Add(what);
            return value;
        }
    }

    private static (MqlOutcome[] Outcomes, MailHost Host) Run(Mail[] mails, params string[] sources)
    {
        var host = new MailHost();
        var rules = Bed.Read(string.Join("---\n", sources.Select(s => Bed.File(s))));
        Assert.Empty(rules.Problems);
        var engine = new MqlEngine(rules, host);
        Assert.Empty(host.Read);
        var session = engine.NewSession();
        var outcomes = new List<MqlOutcome>();
        foreach (var mail in mails)
        {
            session.Begin(mail);
            outcomes.AddRange(engine.Rules.Select(r => session.Evaluate(r).Outcome));
        }
        return ([.. outcomes], host);
    }

    [Fact]
    public void AField_IsReadOnceForEachMessage_WhoeverAsks()
    {
        var (outcomes, host) = Run([new("a"), new("b")], "subject.subject == 'a'", "subject.subject == 'b'", "length(subject.subject) == 1 and subject.subject in ('a', 'c')");
        Assert.Equal([MqlOutcome.Match, MqlOutcome.NoMatch, MqlOutcome.Match, MqlOutcome.NoMatch, MqlOutcome.Match, MqlOutcome.NoMatch], outcomes);
        Assert.Equal(["subject", "subject"], host.Read);
    }

    [Fact]
    public void AField_ThatNoRuleNeeds_IsNotRead() => Assert.Equal(["subject"], Run([new(null, "x.pdf")], "subject.subject == 'a' and any(attachments, .file_name == 'x.pdf')").Host.Read);

    [Fact]
    public void WhatIsCheap_IsAskedFirst_WhereverItStands() => Assert.DoesNotContain(Run([new("b", "x.pdf")], "any(attachments, beta.ocr(.).text == 'x') and subject.subject == 'a'").Host.Read, r => r.StartsWith("ocr", StringComparison.Ordinal));

    [Fact]
    public void AFunction_IsAskedOnceForEachArgument()
    {
        var (_, host) = Run([new("a", "x.pdf", "y.pdf")], "any(attachments, beta.ocr(.).success)", "any(attachments, beta.ocr(.).text == 'q')");
        Assert.Equal(["attachments", "ocr of x.pdf", "ocr of y.pdf"], host.Read);
    }

    [Fact]
    public void AFieldThatTheHostDoesNotBind_IsMissing() => Assert.Equal([MqlOutcome.Indeterminate], Run([new("a", "x.pdf")], "any(attachments, .file_type == 'pdf')").Outcomes);

    [Fact]
    public void Sessions_OfOneEngine_RunSideBySide()
    {
        var host = new Bed().Host;
        var engine = new MqlEngine(Bed.Read(Bed.File("regex.icontains(subject.subject, '\\bin[a-z]{3}ce\\b', 'x+y') and strings.icontains(subject.subject, 'due', 'late')")), host);
        var found = new int[8];
        Parallel.For(0, found.Length, i =>
        {
            var session = engine.NewSession();
            for (var mail = 0; mail < 200; mail++)
            {
                session.Begin(JsonHost.Read("{\"subject\":{\"subject\":\"Invoice " + mail + (mail % 2 == 0 ? " due" : " paid") + "\"}}"));
                if (session.Explain(engine.Rules[0]).Result.Outcome == MqlOutcome.Match) found[i]++;
            }
        });
        Assert.All(found, f => Assert.Equal(100, f));
    }
}
