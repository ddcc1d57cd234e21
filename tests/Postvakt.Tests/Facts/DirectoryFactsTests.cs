using System.Text;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Tests.Memory;

namespace Postvakt.Tests.Facts;

/// <summary>What the Directory says about who a sender is, and is not.</summary>
public sealed class DirectoryFactsTests
{
    private static readonly Person Anna = new("1", "Anna Berg", ["anna.berg@firm.example", "a.berg@firm.example", "anna@old-firm.example"]);
    private static readonly Person Bo = new("2", "Bo Ek", ["bo.ek@firm.example"]);
    private static readonly Person Invoices = new("3", "Invoices Firm", ["invoices@firm.example"]) { IsShared = true, Members = ["anna.berg@firm.example"] };
    private static readonly DirectorySnapshot Firm = Of([Anna, Bo, Invoices], new Partner("Firm Finland", ["firm.test"], "", true), new Partner("Firma", ["f1rm.example"], "", false));

    [Theory]
    [InlineData("anna@old-firm.example", false)]
    [InlineData("invoices@firm.example", false)]
    [InlineData("bo.ek@firm.example", true)]
    [InlineData("anna.berg@mail.example", true)]
    public void NameOfAnother_IsNotSaidOfThePersonsOtherAddresses(string from, bool said)
    {
        var known = new Recollection { Depth = Deep, SameName = [new KnownPerson(7, "anna.berg@firm.example", 40, 0, 0)] };
        Assert.Equal(said, Read($"Anna Berg <{from}>", Firm, known)[Fact.NameOfAnother] > 0);
        Assert.True(Read($"Anna Berg <{from}>", DirectorySnapshot.Empty, known)[Fact.NameOfAnother] > 0);
    }

    [Theory]
    [InlineData(Fact.AttributedElsewhere, "Hello\n\nOn Mon, 8 Nov 2021 at 09:00, Anna Berg <anna.berg@firm.example> wrote:\n> the figures\n> of the week\n", "Bo Ek <bo@out.example>")]
    [InlineData(Fact.SignedElsewhere, "See this, anna.berg@firm.example\n", "Bo Ek <bo@out.example>")]
    [InlineData(Fact.NameInConversation, "Hello\n", "Anna Berg <anna.berg@firm.example>")]
    public void OneselfElsewhere_IsNoImpostor(Fact fact, string body, string to)
    {
        Assert.True(Read("Anna Berg <anna@old-firm.example>", DirectorySnapshot.Empty, body: body, to: to)[fact] > 0);
        Assert.Equal(0, Read("Anna Berg <anna@old-firm.example>", Firm, body: body, to: to)[fact]);
        Assert.True(Read("Anna Berg <anna@thief.example>", Firm, body: body, to: to)[fact] > 0);
    }

    [Fact]
    public void AttributionToTheLocalPart_OfAnAlias_IsNoImpostor()
    {
        const string Body = "Hello\n\nOn Mon, 8 Nov 2021 at 09:00, <anna@old-firm.example> wrote:\n> the figures\n> of the week\n";
        Assert.Equal(0, Read("anna <a.berg@firm.example>", Firm, body: Body)[Fact.AttributedElsewhere]);
    }

    [Theory]
    [InlineData("Anna Berg <anna.berg@mail.example>", 1)]
    [InlineData("\"Berg, Anna (Finance)\" <x@thief.example>", 1)]
    [InlineData("Anna Berg <a.berg@firm.example>", 0)]
    [InlineData("Anna Berg <invoices@firm.example>", 0)]
    [InlineData("Anna <anna@thief.example>", 0)]
    [InlineData("Anna Bergman <anna@thief.example>", 0)]
    public void AnExactNameOfTheDirectory_FromAnAddressNeverSeen_Counts_BeforeMemoryKnowsIt(string from, double value)
    {
        var facts = Read(from, Firm);
        Assert.Equal(value, facts[Fact.NameOfAnother]);
        if (value > 0) Assert.Contains("is anna.berg@firm.example in the Directory", Assert.Single(facts.Evidence, e => e.Fact == Fact.NameOfAnother).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameThatTwoHave_SaysNothing() => Assert.Equal(0, Read("Anna Berg <x@thief.example>", Of([Anna, Bo, new Person("4", "Berg, Anna", ["anna.berg2@firm.example"])]))[Fact.NameOfAnother]);

    [Fact]
    public void AnAddressThatWasSeen_MayHaveItsOwnersName() =>
        Assert.Equal(0, Read("Anna Berg <anna@home.example>", Firm, new Recollection { Depth = Deep, Author = new KnownPerson(9, "anna@home.example", 0, 0, 0) })[Fact.NameOfAnother]);

    [Theory]
    [InlineData("firm.test", true, false)]
    [InlineData("mail.firm.test", true, false)]
    [InlineData("f1rm.example", true, false)]
    [InlineData("frim.example", true, true)]
    public void ADomainThatTheDirectoryNames_ImitatesNone(string domain, bool without, bool with)
    {
        Assert.Equal(without, Read($"Eva Lind <eva@{domain}>", DirectorySnapshot.Empty)[Fact.LookAlikeDomain] > 0);
        Assert.Equal(with, Read($"Eva Lind <eva@{domain}>", Firm)[Fact.LookAlikeDomain] > 0);
    }

    [Fact]
    public void ANewSnapshot_CountsAtOnce()
    {
        var current = DirectorySnapshot.Empty;
        var judge = Judge(new Recollection { Depth = Deep }, () => current);
        Assert.Equal(0, judge.Examine(Mail("Anna Berg <x@thief.example>")).Facts[Fact.NameOfAnother]);
        current = Firm;
        Assert.Equal(1, judge.Examine(Mail("Anna Berg <x@thief.example>")).Facts[Fact.NameOfAnother]);
        current = Of([Bo]);
        Assert.Equal(0, judge.Examine(Mail("Anna Berg <x@thief.example>")).Facts[Fact.NameOfAnother]);
    }

    private static MemoryDepth Deep => new(10_000, 200);

    private static DirectorySnapshot Of(IReadOnlyList<Person> people, params Partner[] partners) => new(people, partners, DateTimeOffset.UnixEpoch);

    private static FactSheet Read(string from, DirectorySnapshot directory, Recollection? known = null, string body = "Hello\n", string to = "Bo Ek <bo@out.example>") =>
        Judge(known ?? new Recollection { Depth = Deep }, () => directory).Examine(Mail(from, body, to)).Facts;

    private static Judge Judge(Recollection known, Func<DirectorySnapshot> directory) =>
        new(new MemoryKey(new byte[32]), new FixedMemory(known), new JudgeOptions { OrgDomains = ["firm.example"] }, HijackModel.Default(), TimeProvider.System, directory);

    private static Message Mail(string from, string body = "Hello\n", string to = "Bo Ek <bo@out.example>") => new MessageParser(MessageLimits.Default).Parse(new ReceivedMail(
        "test", 0, new MemoryStream(Encoding.UTF8.GetBytes($"From: {from}\nTo: {to}\nDate: Mon, 8 Nov 2021 10:00:00 +0000\nMessage-ID: <1@x.example>\nIn-Reply-To: <0@x.example>\nSubject: Re: Figures of the week\n\n{body}")),
        Envelope.Unknown, null));
}
