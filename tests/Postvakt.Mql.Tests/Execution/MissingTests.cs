using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Execution;

/// <summary>What a host does not have: a rule is indeterminate where it could matter, and only there.</summary>
public sealed class MissingTests
{
    private const string Mail = """{"type":{"inbound":true},"subject":{"subject":"Invoice"},"sender":{"email":{"domain":{"root_domain":"a.example"}}},"attachments":[{"file_name":"a.pdf","file_type":"pdf"},{"file_name":"b.txt","file_type":"txt"}],"body":{"current_thread":{"text":"pay now"}}}""";

    private static readonly Bed Bare = new Bed().Mail(Mail);

    [Theory]
    [InlineData("network.whois(sender.email.domain).days_old < 30")]
    [InlineData("not network.whois(sender.email.domain).found")]
    [InlineData("network.whois(sender.email.domain).found is null")]
    [InlineData("type.inbound and network.whois(sender.email.domain).days_old < 30")]
    [InlineData("network.whois(sender.email.domain).days_old < 30 or false")]
    [InlineData("coalesce(network.whois(sender.email.domain).found, true)")]
    [InlineData("length(network.whois(sender.email.domain).name_servers) == 0")]
    [InlineData("all(network.whois(sender.email.domain).name_servers, .valid)")]
    [InlineData("sum(map(network.whois(sender.email.domain).name_servers, 1)) == 0")]
    [InlineData("length(filter(network.whois(sender.email.domain).name_servers, true)) == 0")]
    [InlineData("1 of (false, network.whois(sender.email.domain).found)")]
    [InlineData("'x' not in map(network.whois(sender.email.domain).name_servers, .domain)")]
    public void AMissingAnswer_ThatMatters_IsIndeterminate(string source)
    {
        var result = Bare.Run(source);
        Assert.Equal((MqlOutcome.Indeterminate, "network.whois"), (result.Outcome, string.Join(",", result.Because)));
    }

    [Theory]
    [InlineData("type.outbound and network.whois(sender.email.domain).found")]
    [InlineData("network.whois(sender.email.domain).found and not type.inbound")]
    [InlineData("any(headers.reply_to, network.whois(.email.domain).found)")]
    [InlineData("any(filter(attachments, beta.ocr(.).text == 'x'), .file_name == 'z')")]
    [InlineData("2 of (network.whois(sender.email.domain).found, false)")]
    [InlineData("network.whois(sender.email.domain).days_old < headers.hops[0].index")]
    [InlineData("network.whois(headers.return_path.domain).found is not null")]
    public void AMissingAnswer_ThatCannotMakeItTrue_IsNoMatch(string source) => Assert.Equal(MqlOutcome.NoMatch, Bare.Outcome(source));

    [Theory]
    [InlineData("type.inbound or network.whois(sender.email.domain).found")]
    [InlineData("1 of (network.whois(sender.email.domain).found, type.inbound)")]
    [InlineData("any(attachments, beta.ocr(.).text == 'x' or .file_type == 'pdf')")]
    [InlineData("not any(filter(attachments, beta.ocr(.).text == 'x'), .file_name == 'z')")]
    [InlineData("any(filter(attachments, .file_type == 'pdf' or beta.ocr(.).text == 'x'), .file_name == 'a.pdf')")]
    public void AMissingAnswer_BesideWhatDecides_IsAMatch(string source) => Assert.Equal(MqlOutcome.Match, Bare.Outcome(source));

    [Fact]
    public void Because_NamesEachThatMatters_Once()
    {
        var result = Bare.Run("type.inbound and (ml.nlu_classifier(body.current_thread.text).language == 'x' or sender.email.domain.root_domain in $org_domains or type.outbound and profile.by_sender().solicited)");
        Assert.Equal(["$org_domains", "ml.nlu_classifier"], result.Because);
    }

    [Fact]
    public void AFieldThatTheHostLacks_IsMissing_NotNull()
    {
        var bed = new Bed().Mail(Mail);
        bed.Host.MissingFields.Add("Message.headers.mailer");
        Assert.Equal(["Message.headers.mailer"], bed.Mail("""{"headers":{}}""").Run("headers.mailer is null").Because);
    }

    [Fact]
    public void AnAnswerThatIsMissingThisTime_IsNamedByTheHost()
    {
        var bed = new Bed().Mail(Mail);
        bed.Host.Functions["network.whois"] = (_, _) => MqlValue.Missing("network.whois (timeout)");
        Assert.Equal(["network.whois (timeout)"], bed.Run("network.whois(sender.email.domain).found").Because);
    }

    [Fact]
    public void AnUnconfiguredList_IsNotAnEmptyOne()
    {
        Assert.Equal(MqlOutcome.Indeterminate, Bare.Outcome("sender.email.domain.root_domain not in $org_domains"));
        Assert.Equal(MqlOutcome.Match, new Bed().Mail(Mail).List("org_domains").Outcome("sender.email.domain.root_domain not in $org_domains"));
    }

    [Fact]
    public void Distinct_OfAKeyThatIsMissing_LeavesEachItemOpen()
    {
        Assert.Equal(MqlOutcome.Indeterminate, Bare.Outcome("length(distinct(attachments, beta.ocr(.).text)) == 2"));
        Assert.Equal(MqlOutcome.NoMatch, Bare.Outcome("any(distinct(attachments, beta.ocr(.).text), .file_name == 'z')"));
    }

    [Fact]
    public void AnAnswer_IsAskedForOnceForEachMail()
    {
        var asked = 0;
        var bed = new Bed().Mail(Mail);
        bed.Host.Functions["network.whois"] = (_, _) =>
        {
            asked++;
            return MqlValue.Null;
        };
        bed.Run("any([1, 2, 3], network.whois(sender.email.domain).days_old < .) or network.whois(sender.email.domain).found");
        Assert.Equal(1, asked);
    }
}
