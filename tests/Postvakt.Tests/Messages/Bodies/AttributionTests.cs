namespace Postvakt.Tests.Messages.Bodies;

public sealed class AttributionTests
{
    [Theory]
    [InlineData("en", "On Mon, 3 May 2021 at 10:05, Ann Lee <ann@mail.example> wrote:")]
    [InlineData("en", "At 3/5/2021 10:05 AM, Ann Lee <ann@mail.example> wrote:")]
    [InlineData("de", "Am 03.05.2021 um 10:05 schrieb Ann Lee <ann@mail.example>:")]
    [InlineData("de", "Am Mo., 3. Mai 2021 um 10:05 Uhr schrieb Ann Lee <ann@mail.example>:")]
    [InlineData("de", "Ann Lee <ann@mail.example> schrieb am Mo., 3. Mai 2021 um 10:05 Uhr:")]
    [InlineData("fr", "Le lun. 3 mai 2021 à 10:05, Ann Lee <ann@mail.example> a écrit :")]
    [InlineData("es", "El lun, 3 may 2021 a las 10:05, Ann Lee (<ann@mail.example>) escribió:")]
    [InlineData("it", "Il giorno lun 3 mag 2021 alle ore 10:05 Ann Lee <ann@mail.example> ha scritto:")]
    [InlineData("nl", "Op ma 3 mei 2021 om 10:05 schreef Ann Lee <ann@mail.example>:")]
    [InlineData("nl", "Op 3 mei 2021, om 10:05 heeft Ann Lee <ann@mail.example> het volgende geschreven:")]
    [InlineData("pt", "Em seg., 3 de mai. de 2021 às 10:05, Ann Lee <ann@mail.example> escreveu:")]
    [InlineData("sv", "Den mån 3 maj 2021 kl 10:05 skrev Ann Lee <ann@mail.example>:")]
    [InlineData(null, "Den man. 3. maj 2021 kl. 10.05 skrev Ann Lee <ann@mail.example>:")]
    [InlineData(null, "man. 3. mai 2021 kl. 10:05 skrev Ann Lee <ann@mail.example>:")]
    [InlineData("fi", "ma 3. toukok. 2021 klo 10.05 Ann Lee (ann@mail.example) kirjoitti:")]
    [InlineData("is", "Þann mán., 3. maí 2021 kl. 10:05 skrifaði Ann Lee <ann@mail.example>:")]
    [InlineData("pl", "pon., 3 maj 2021 o 10:05 Ann Lee <ann@mail.example> napisał(a):")]
    [InlineData("pl", "W dniu 3.05.2021 o 10:05, Ann Lee pisze:")]
    [InlineData("cs", "po 3. 5. 2021 v 10:05 odesílatel Ann Lee <ann@mail.example> napsal:")]
    [InlineData("sk", "po 3. 5. 2021 o 10:05 Ann Lee <ann@mail.example> napísal(a):")]
    [InlineData("hu", "Ann Lee <ann@mail.example> ezt írta (időpont: 2021. máj. 3., H, 10:05):")]
    [InlineData("ro", "În lun., 3 mai 2021 la 10:05, Ann Lee <ann@mail.example> a scris:")]
    [InlineData("ru", "пн, 3 мая 2021 г. в 10:05, Ann Lee <ann@mail.example> написал(а):")]
    [InlineData("ru", "3 мая 2021 г. 10:05 пользователь Ann Lee <ann@mail.example> написал:")]
    [InlineData("uk", "пн, 3 трав. 2021 р. о 10:05 Ann Lee <ann@mail.example> пише:")]
    [InlineData("bg", "На пн, 3.05.2021 г. в 10:05 Ann Lee <ann@mail.example> написа:")]
    [InlineData("el", "Στις Δευ 3 Μαΐ 2021 στις 10:05 π.μ., ο χρήστης Ann Lee <ann@mail.example> έγραψε:")]
    [InlineData("tr", "Ann Lee <ann@mail.example>, 3 May 2021 Pzt, 10:05 tarihinde şunu yazdı:")]
    [InlineData("ja", "2021年5月3日(月) 10:05 Ann Lee <ann@mail.example> さんは書きました:")]
    [InlineData("zh", "在 2021年5月3日，上午10:05，Ann Lee <ann@mail.example> 写道：")]
    [InlineData("zh", "Ann Lee <ann@mail.example> 於 2021年5月3日 週一 上午10:05寫道：")]
    [InlineData("ko", "2021년 5월 3일 (월) 오전 10:05, Ann Lee <ann@mail.example>님이 작성:")]
    [InlineData("he", "‫בתאריך יום ב׳, 3 במאי 2021 ב-10:05 מאת ‪Ann Lee‬‏ <‪ann@mail.example‬‏>:‬")]
    [InlineData("ar", "في الاثنين، 3 مايو 2021 في 10:05 ص كتب Ann Lee <ann@mail.example>:")]
    [InlineData("vi", "Vào Th 2, 3 thg 5, 2021 vào lúc 10:05 Ann Lee <ann@mail.example> đã viết:")]
    [InlineData("th", "ในวันที่ จ. 3 พ.ค. 2021 เวลา 10:05 Ann Lee <ann@mail.example> เขียนว่า:")]
    [InlineData("id", "Pada tanggal Sen, 3 Mei 2021 pukul 10.05 Ann Lee <ann@mail.example> menulis:")]
    [InlineData("hr", "pon, 3. svi 2021. u 10:05 Ann Lee <ann@mail.example> napisao je:")]
    [InlineData("sl", "V pon., 3. maj 2021 ob 10:05 je oseba Ann Lee <ann@mail.example> napisala:")]
    [InlineData("et", "Kuupäeval E, 3. mai 2021 kell 10:05 kirjutas Ann Lee <ann@mail.example>:")]
    [InlineData("lv", "pirmd., 2021. g. 3. maijs, plkst. 10:05 — lietotājs Ann Lee (<ann@mail.example>) rakstīja:")]
    [InlineData("lt", "2021-05-03, pr, 10:05 Ann Lee <ann@mail.example> rašė:")]
    [InlineData("ca", "El dl., 3 de maig 2021, 10:05, Ann Lee <ann@mail.example> va escriure:")]
    public void Attribution_InEachLanguage_OpensQuote(string? language, string line)
    {
        var split = Bodies.Split($"Reply text.\n\n{line}\n\n> Quoted text.\n");

        Assert.Equal("Reply text.", split.Authored);
        var quote = Assert.Single(split.Quotes);
        Assert.Equal("Quoted text.", quote.Text);
        if (line.Contains('@', StringComparison.Ordinal))
        {
            Assert.Equal("ann@mail.example", quote.Address);
        }
        Assert.Contains("Ann Lee", quote.Author, StringComparison.Ordinal);
        if (language is not null)
        {
            Assert.Equal(language, quote.Language);
        }
    }

    [Theory]
    [InlineData("On Mon, 3 May 2021 at 10:05, Ann Lee <\nann@mail.example> wrote:")]
    [InlineData("On Mon, 3 May 2021 at 10:05, Ann Lee\n<ann@mail.example>\nwrote:")]
    [InlineData("On Mon,\n3 May 2021 at 10:05,\nAnn Lee <ann@mail.example>\nwrote:")]
    [InlineData("Ann Lee <ann@mail.example> schrieb am Mo., 3.\nMai 2021 um 10:05 Uhr:")]
    [InlineData("2021-05-03 10:05 GMT+01:00 Ann Lee <ann@mail.example>:")]
    [InlineData("2021/5/3 Ann Lee <ann@mail.example>")]
    [InlineData("Ann Lee <ann@mail.example> wrote:")]
    [InlineData("---- On Mon, 03 May 2021 10:05:00 +0100 Ann Lee <ann@mail.example> wrote ----")]
    [InlineData("\"Ann Lee\" <ann@mail.example> wrote on 05/03/2021 10:05:33 AM:")]
    [InlineData("Monday, 3 May 2021, 10:05 AM +0300 from Ann Lee <ann@mail.example>:")]
    public void Attribution_WrappedOrReversed_OpensQuoteWithoutMarks(string line)
    {
        var split = Bodies.Split($"Reply text.\n\n{line}\n\nQuoted text.\n");

        Assert.Equal("Reply text.", split.Authored);
        Assert.Equal("ann@mail.example", Assert.Single(split.Quotes).Address);
        Assert.Equal("Quoted text.", split.Quotes[0].Text);
    }

    [Theory]
    [InlineData("I wrote: the price is too high.")]
    [InlineData("As I wrote:\nthe price is too high")]
    [InlineData("On Monday I wrote:\nno")]
    [InlineData("On page 3 of the manual he wrote:\n\nNever do that.")]
    [InlineData("The plan for 2021:\n- one\n- two")]
    [InlineData("Please send the file to ann@mail.example by 10:00:\n\nthanks")]
    [InlineData("On this day\n\nI wrote something\n\nwhich was interesting.")]
    public void Attribution_InProse_StaysAuthored(string text)
    {
        var split = Bodies.Split(text);

        Assert.Empty(split.Quotes);
        Assert.Equal(text, split.Authored);
    }

    [Fact]
    public void Attribution_InsideItsQuote_NamesThatQuote()
    {
        var split = Bodies.Split("Hello\n> On 22 Aug 2015, at 19:21, Ann Lee <ann@mail.example> wrote:\n>\n> Hi there!\n");

        var quote = Assert.Single(split.Quotes);
        Assert.Equal((1, "Ann Lee", "Hi there!"), (quote.Depth, quote.Author, quote.Text));
        Assert.Equal("22 Aug 2015, at 19:21", quote.DateText);
    }
}
