using System.Text;
using Postvakt.Indicators;
using Postvakt.Mql.Rules;
using Postvakt.Rules;
using Postvakt.Sharing;
using Postvakt.Sharing.RuleFiles;
using Postvakt.Sigma.Rules;

namespace Postvakt.Tests.Sharing;

public sealed class RuleFileTests
{
    [Fact]
    public void Sigma_OfAnyReport_IsRead()
    {
        var made = new MadeReports(23);
        for (var n = 0; n < 200; n++)
        {
            var loader = new SigmaRuleLoader();
            loader.AddText("made.yml", Encoding.UTF8.GetString(SigmaFile.Write(made.Next())));
            var rules = loader.Build();
            Assert.Empty(rules.Problems.Select(p => p.ToString()));
            Assert.NotEmpty(rules.Rules);
        }
    }

    [Fact]
    public void Mql_OfAnyReport_IsRead()
    {
        var made = new MadeReports(29);
        for (var n = 0; n < 200; n++)
        {
            var loader = new MqlRuleLoader(MessageModel.Schema);
            loader.AddText("made.yml", Encoding.UTF8.GetString(MqlFile.Write(made.Next())));
            var rules = loader.Build();
            Assert.Empty(rules.Problems.Select(p => p.ToString()));
            Assert.NotEmpty(rules.Rules);
        }
    }

    [Fact]
    public void Mql_OfLinksOfOneForm_HasARuleForIt()
    {
        var text = Encoding.UTF8.GetString(MqlFile.Write(Links("http://a.example/vitae/inventore-31247564", "http://b.example/aoptio/autquia-4403601", "http://c.example/lorem/ipsum-123456")));
        Assert.Contains("regex.imatch(.href_url.path, '^/[^/0-9._-]+/[^/0-9._-]+-[0-9]{6,9}$')", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mql_OfOneLink_HasNoneForItsForm() => Assert.DoesNotContain("regex", Encoding.UTF8.GetString(MqlFile.Write(Links("http://a.example/vitae/inventore-31247564"))), StringComparison.Ordinal);

    [Fact]
    public void Files_OfNothing_AreEmpty() => Assert.Equal((0, 0), (SigmaFile.Write(Links()).Length, MqlFile.Write(Links()).Length));

    private static SharedReport Links(params string[] links) => new("report--11111111-1111-4111-8111-111111111111", "Wave", Producer.Unknown, Tlp.Amber, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)
    {
        Indicators = [.. links.Select(l => new SharedIndicator("", new Indicator("url", l), 80, DateTimeOffset.UnixEpoch, null))],
    };
}
