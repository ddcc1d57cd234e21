using System.Text;
using Postvakt.Advisories;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Listeners;

namespace Postvakt.Server.Tests.Listeners;

public sealed class DeliveryTests
{
    private const string Mail = "Subject: Re: x\r\nX-Postvakt-Verdict : clean\r\n\r\nHello.\r\n";
    private static readonly StoredAnswer Stored = new("0123456789abcdef", Verdict.Suspicious, Disposition.Tag, 0.5, "odd");

    [Fact]
    public void Observing_ChangesNothing() => Assert.Equal(HeaderEdits.None, Prepare(new Answer(Stored with { Applied = Disposition.Deliver }, Disposition.Deliver) { Mode = Mode.Observe }).Edits);

    [Fact]
    public void WithoutARecord_ThereIsNothingToSay() => Assert.Equal(HeaderEdits.None, Prepare(new Answer(null, Disposition.Deliver) { Mode = Mode.Enforce }).Edits);

    [Fact]
    public void TaggedMail_GetsTheBannerInTheLanguageOfItsRecipients()
    {
        using var delivery = Prepare(Tagged("a@other.example", "b@firm.example"));
        var changed = Text(delivery.Bannered!);
        Assert.Contains(BannerText.Of(Oddity.None, "de")[..10], changed, StringComparison.Ordinal);
        // Edits were made for the mail as it came; they fit the changed one too.
        var header = Encoding.UTF8.GetString(RawHeader.Read(delivery.Bannered!).With(delivery.Edits));
        Assert.DoesNotContain("clean", header, StringComparison.Ordinal);
        Assert.Contains("Subject: [odd] Re: x\r\n", header, StringComparison.Ordinal);
        Assert.StartsWith("X-Postvakt-Verdict: suspicious; score=0.50; disposition=tag\r\nX-Postvakt-Id: 0123456789abcdef\r\n", header, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherLanguages_AreTheGeneralOne()
    {
        using var delivery = Prepare(Tagged("a@other.example"));
        Assert.Contains(BannerText.Of(Oddity.None, "sv")[..10], Text(delivery.Bannered!), StringComparison.Ordinal);
    }

    [Fact]
    public void TheAdvisoryThatHolds_AndTheWayToAskASenderOfOurs_StandInTheBanner()
    {
        var advisory = new Advisory { Id = "advisory-1", Group = "", Records = [], Clues = [AdvisoryClue.NumberLink], DraftedBy = "x", DraftedAt = default, Until = default };
        var directory = new DirectorySnapshot([new Person("1", "Anna", ["anna@firm.example"])], [], DateTimeOffset.UnixEpoch);
        using var delivery = Prepare(Tagged("b@firm.example"), extras: new BannerExtras(advisory, () => directory));
        var changed = Text(delivery.Bannered!);
        Assert.Contains(AdvisoryText.Short(advisory, "de"), changed, StringComparison.Ordinal);
        Assert.DoesNotContain("teams.microsoft.com", changed, StringComparison.Ordinal);
        using var ours = Prepare(Tagged(["b@firm.example"], "From: Anna <anna@firm.example>\r\n" + Mail), extras: new BannerExtras(null, () => directory));
        Assert.Contains("https://teams.microsoft.com/l/chat/0/0?users=anna%40firm.example&message=", Text(ours.Bannered!), StringComparison.Ordinal);
    }

    [Fact]
    public void Mail_ThatIsNotThereWhole_KeepsItsText()
    {
        using var delivery = Prepare(Tagged("b@firm.example"), whole: false);
        Assert.Null(delivery.Bannered);
        Assert.NotNull(delivery.Edits.Subject);
    }

    private static Answer Tagged(params string[] recipients) => Tagged(recipients, Mail);

    private static Answer Tagged(string[] recipients, string mail)
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(Encoding.ASCII.GetBytes(mail)), new Envelope("", "", "", recipients), null);
        return new Answer(Stored, Disposition.Tag) { Mode = Mode.Tag, Message = new MessageParser(MessageLimits.Default).Parse(received, TestContext.Current.CancellationToken) };
    }

    private static Delivery Prepare(Answer answer, bool whole = true, BannerExtras? extras = null)
    {
        var content = new MemoryStream(Encoding.ASCII.GetBytes(Mail));
        var policy = new PolicyConfig { SubjectMark = "[odd]", Banner = true, Language = "sv", Languages = new Dictionary<string, string> { ["firm.example"] = "de" } };
        return Delivery.Prepare(answer, RawHeader.Read(content).Fields, whole ? content : null, ServeConfig.Default with { Policy = policy }, extras ?? BannerExtras.None, () => new MemoryStream(), TestContext.Current.CancellationToken);
    }

    private static string Text(Stream stream)
    {
        using var mail = MimeKit.MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        return mail.TextBody ?? "";
    }
}
