using System.Text;
using Postvakt.Authentication;
using Postvakt.Detection;
using Postvakt.Messages;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class RuleBookTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("postvakt-rules-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Hit_OfARuleThatCounts_WeighsWhatItsSeveritySays()
    {
        Write("lamp", "critical", "strings.icontains(subject.subject, 'lamp')");
        Write("sale", "medium", "strings.icontains(subject.subject, 'sale')");
        Assert.Equal([("lamp", Severity.Critical, "Rule lamp"), ("sale", Severity.Medium, "Rule sale")], Findings(Book(counts: true), "Lamp sale").Select(f => (f.Source, f.Severity, f.Title)));
        Assert.Contains(Findings(Book(counts: true), "Lamp sale")[0].Evidence, e => e.Where == "subject.subject" && e.Text.Contains("Lamp", StringComparison.Ordinal));
    }

    [Fact]
    public void Hit_OfAnObservedRule_IsWorthKnowingOnly()
    {
        Write("lamp", "critical", "strings.icontains(subject.subject, 'lamp')");
        Assert.Equal([("lamp", Severity.Info)], Findings(Book(counts: false), "Lamp sale").Select(f => (f.Source, f.Severity)));
    }

    [Fact]
    public void Rule_ThatWasChangedAfterPromotion_IsObserved()
    {
        Write("lamp", "critical", "strings.icontains(subject.subject, 'lamp')");
        var promoted = Book(counts: true).ById["lamp"].Promotion!;
        Write("lamp", "critical", "true");
        var book = new RuleBook(RuleLibrary.Read(new RuleSources { Paths = [_folder] }), new Dictionary<string, RulePromotion> { ["lamp"] = promoted });
        Assert.Equal((false, true), (book.ById["lamp"].Counts, book.ById["lamp"].HasChanged));
    }

    [Fact]
    public void Rule_ThatCountsAndIsStopped_LeavesTheMailUndetermined()
    {
        // Six loops in one another over a hundred recipients.
        Write("slow", "high", "any(recipients.to, any(recipients.to, any(recipients.to, any(recipients.to, any(recipients.to, any(recipients.to, .email.email == 'nobody@none.example' and ..email.email == 'nobody'))))))");
        var recipients = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"r{i}@firm.example"));
        var finding = Assert.Single(Findings(Book(counts: true), "Hello", recipients));
        Assert.Equal((VerdictPolicy.Incomplete, Verdict.Undetermined), (finding.Id, VerdictPolicy.Decide([finding]).Verdict));
        Assert.Empty(Findings(Book(counts: false), "Hello", recipients));
    }

    [Fact]
    public void Rule_ThatCounts_IsToldHoweverManyOthersMatch()
    {
        for (var i = 0; i < 60; i++) Write($"a{i:00}", "low", "true");
        Write("zz", "critical", "strings.icontains(subject.subject, 'lamp')");
        var library = RuleLibrary.Read(new RuleSources { Paths = [_folder], WithOurs = false });
        var last = library.Rules.Single(r => r.Id == "zz");
        var findings = Findings(new(library, new Dictionary<string, RulePromotion> { ["zz"] = new("zz", true, RulePromotion.DigestOf(last), "ann", "tried", default) }), "Lamp");
        Assert.Contains(findings, f => f.Source == "zz" && f.Severity == Severity.Critical);
        Assert.InRange(findings.Count, 2, 41);
    }

    [Fact]
    public void Rules_OfOneName_WithoutIds_AreToldApart()
    {
        foreach (var folder in (string[])["a", "b"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, folder));
            File.WriteAllText(Path.Combine(_folder, folder, "same.yml"), "name: Same\nsource: subject.is_reply\n");
        }
        var library = RuleLibrary.Read(new RuleSources { Paths = [_folder], WithOurs = false });
        Assert.Empty(library.Problems);
        Assert.Equal(["same", "same#2"], new RuleBook(library, new Dictionary<string, RulePromotion>()).Rules.Select(r => r.Rule.Id));
    }

    [Fact]
    public void Queries_AndRulesThatLackWhatTheyNeed_AreNotRun()
    {
        File.WriteAllText(Path.Combine(_folder, "q.yml"), "name: Q\ntype: query\nsource: length(recipients.to)\n");
        Write("whois", "high", "network.whois(sender.email.domain).days_old < 30");
        Assert.Equal((2, 0), (Book(counts: true).Rules.Count, Book(counts: true).Running));
    }

    [Fact]
    public async Task Book_IsSharedByThreads()
    {
        Write("lamp", "critical", "strings.icontains(subject.subject, 'lamp')");
        var book = Book(counts: true);
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Enumerable.Range(0, 50).Sum(_ => Findings(book, i % 2 == 0 ? "Lamp" : "Chair").Count))));
        Assert.Equal([50, 0, 50, 0, 50, 0, 50, 0], found);
    }

    private void Write(string name, string severity, string source) => File.WriteAllText(Path.Combine(_folder, name + ".yml"), $"name: Rule {name}\nid: {name}\nseverity: {severity}\nsource: |\n  {source}\n");

    private RuleBook Book(bool counts)
    {
        var library = RuleLibrary.Read(new RuleSources { Paths = [_folder], WithOurs = false });
        return new(library, library.Rules.ToDictionary(r => r.Id, r => new RulePromotion(r.Id, counts, RulePromotion.DigestOf(r), "ann", "tried", default)));
    }

    private static IReadOnlyList<Finding> Findings(RuleBook book, string subject, string to = "b@firm.example")
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.UTF8.GetBytes($"From: a@shop.example\r\nTo: {to}\r\nSubject: {subject}\r\n\r\nHello\r\n")), Envelope.Unknown, null);
        var message = new MessageParser(MessageLimits.Default).Parse(received);
        return [.. RuleDetector.Examine(book.Examine(new RuleMail(message, SenderAuthentication.Unknown, null, null, [])), RulePolicy.Default)];
    }
}
