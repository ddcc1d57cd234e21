using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages.Bodies;

public sealed class OwnTextTests
{
    [Theory]
    [InlineData("-- \nAnn Lee\nSales")]
    [InlineData("--\nAnn Lee\n+46 8 000 00 00")]
    [InlineData("Sent from my iPhone")]
    [InlineData("Von meinem iPhone gesendet")]
    [InlineData("Gesendet von Outlook für Android<https://mail.example>")]
    [InlineData("Envoyé de mon iPhone")]
    [InlineData("Enviado desde mi iPhone")]
    [InlineData("Inviato da iPhone")]
    [InlineData("Verstuurd vanaf mijn iPhone")]
    [InlineData("Skickat från min iPhone")]
    [InlineData("Sendt fra min iPad")]
    [InlineData("Lähetetty iPhonesta")]
    [InlineData("Wysłane z iPhone'a")]
    [InlineData("Odesláno z iPhonu")]
    [InlineData("Отправлено с iPhone")]
    [InlineData("iPhoneから送信")]
    [InlineData("发自我的 iPhone")]
    [InlineData("나의 iPhone에서 보냄")]
    [InlineData("נשלח מה-iPhone שלי")]
    public void Signature_OfPersonOrProgram_IsApart(string signature)
    {
        var split = Bodies.Split("Own text.\n\n" + signature);

        Assert.Equal("Own text.", split.Authored);
        Assert.Equal(signature.Trim(), split.Signature);
    }

    [Fact]
    public void Signature_WithContactLines_BeginsBelowClosing()
    {
        var split = Bodies.Split("Own text.\n\nKind regards,\n\nAnn Lee\nSales\nPhone +46 8 000 00 00\nwww.mail.example\n");

        Assert.Equal("Own text.\n\nKind regards,", split.Authored);
        Assert.StartsWith("Ann Lee", split.Signature, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kind regards,\nAnn")]
    [InlineData("Sent from my desk, which is easier than my phone.")]
    [InlineData("Ask on the mailing list.\nThe mailing list knows; unsubscribe later.")]
    [InlineData("-- first point\n-- second point")]
    [InlineData("Sent from my iPhone\n\nAnd this line is still mine, written below it, about https://mail.example today.")]
    public void Signature_Doubtful_StaysAuthored(string text) =>
        Assert.Equal("Own text.\n\n" + text, Bodies.Split("Own text.\n\n" + text).Authored);

    [Fact]
    public void Signature_TooLong_StaysAuthored()
    {
        var text = "Hello\n-- \n" + string.Concat(Enumerable.Repeat("Pay this invoice today, see the link.\n", 60));

        Assert.Contains("invoice", Bodies.Split(text).Authored, StringComparison.Ordinal);
    }

    [Fact]
    public void Disclaimer_WithTwoLegalPhrases_IsApart()
    {
        const string Legal = "This e-mail and any attachments are confidential. If you are not the intended recipient,\nplease notify the sender and delete it.";

        var split = Bodies.Split("Own text.\n\n" + Legal);

        Assert.Equal("Own text.", split.Authored);
        Assert.Equal(SegmentKind.Disclaimer, split.Segments[^1].Kind);
    }

    [Fact]
    public void Disclaimer_OnePhraseInASentence_StaysAuthored()
    {
        const string Text = "Please keep this confidential, because the board has not decided yet and nobody outside of the house may know it now.";

        Assert.Equal(Text, Bodies.Split(Text).Authored);
    }

    [Fact]
    public void Banner_OfGateway_IsApart() =>
        Assert.Equal("Own text.", Bodies.Split("CAUTION: This email originated from outside the organisation.\nDo not click links.\n\nOwn text.\n").Authored);

    [Fact]
    public void Footer_OfList_IsApartEvenBelowQuote()
    {
        var split = Bodies.Split("Own text.\n\nOn 3 May 2021 10:05, Ann wrote:\n> Quoted.\n\n_______________________________________________\nUsers mailing list\nusers@lists.example\n");

        Assert.Equal("Own text.", split.Authored);
        Assert.Equal(SegmentKind.Footer, split.Segments[^1].Kind);
        Assert.Equal("Quoted.", split.Quotes[0].Text);
    }
}
