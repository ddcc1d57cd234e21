using System.Text;
using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class DomainAgesTests
{
    private const string Feed = "# domain\tregistered\tregistrar\nzeta.example\t2021-11-01\tNames Ltd\nalpha.example\t1995-08-14T00:00:00Z\nBÜCHER.example\t2021-01-01\r\nalpha.example\t1995-08-15\nno date here\nbad.example\tyesterday\n\n";

    [Fact]
    public void Feed_UnsortedAndPartlyBroken_IsRead()
    {
        var ages = Read(Feed, out var wrong);
        Assert.Equal((3, 2), (ages.Count, wrong));
        Assert.Equal((new DateOnly(2021, 11, 1), "Names Ltd"), ages.Find("zeta.example"));
        Assert.Equal(new DateOnly(1995, 8, 15), ages.Find("alpha.example")!.Value.Registered);
        Assert.NotNull(ages.Find("xn--bcher-kva.example"));
        Assert.Null(ages.Find("beta.example"));
        Assert.Null(ages.Find(""));
    }

    [Fact]
    public void Age_IsThatOfTheDayTheMailCame()
    {
        var model = new MessageModel(new Dictionary<string, MqlList>(), Read("partner.example\t2021-11-01\tNames Ltd\n", out _));
        var mail = RuleBed.Mail(RuleBed.Parse("Received: from a by b; Thu, 11 Nov 2021 00:00:00 +0000\nFrom: anna@mail.partner.example\n\nx"));
        Assert.Equal((MqlOutcome.Match, ""), RuleBed.Run("network.whois(sender.email.domain).found and network.whois(sender.email.domain).registrar_name == 'Names Ltd' and network.whois(sender.email.domain).days_old == 10", mail, model));
    }

    [Fact]
    public void DomainThatIsNotInTheFile_IsMissing_NotUnknownToTheWorld()
    {
        var model = new MessageModel(new Dictionary<string, MqlList>(), Read("other.example\t2021-11-01\n", out _));
        Assert.Equal((MqlOutcome.Indeterminate, "network.whois"), RuleBed.Run("not network.whois(sender.email.domain).found", RuleBed.Mail(RuleBed.Parse("From: anna@partner.example\n\nx")), model));
    }

    private static DomainAges Read(string text, out int wrong) => DomainAges.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), out wrong);
}
