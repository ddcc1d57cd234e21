namespace Postvakt.Tests.Messages.Bodies;

public sealed class HeaderBlockTests
{
    [Theory]
    [InlineData("en", "From", "Sent", "To", "Subject")]
    [InlineData("de", "Von", "Gesendet", "An", "Betreff")]
    [InlineData("fr", "De", "Envoyé", "À", "Objet")]
    [InlineData("es", "De", "Enviado el", "Para", "Asunto")]
    [InlineData("it", "Da", "Inviato", "A", "Oggetto")]
    [InlineData("nl", "Van", "Verzonden", "Aan", "Onderwerp")]
    [InlineData("pt", "De", "Enviada em", "Para", "Assunto")]
    [InlineData("sv", "Från", "Skickat", "Till", "Ämne")]
    [InlineData("da", "Fra", "Sendt", "Til", "Emne")]
    [InlineData("fi", "Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe")]
    [InlineData("is", "Frá", "Dagsetning", "Til", "Efni")]
    [InlineData("pl", "Od", "Wysłano", "Do", "Temat")]
    [InlineData("cs", "Od", "Odesláno", "Komu", "Předmět")]
    [InlineData("sk", "Od", "Odoslané", "Komu", "Predmet")]
    [InlineData("hu", "Feladó", "Elküldve", "Címzett", "Tárgy")]
    [InlineData("ro", "De la", "Trimis", "Către", "Subiect")]
    [InlineData("ru", "От", "Отправлено", "Кому", "Тема")]
    [InlineData("uk", "Від", "Надіслано", "Кому", "Тема")]
    [InlineData("bg", "От", "Изпратено", "До", "Относно")]
    [InlineData("el", "Από", "Στάλθηκε", "Προς", "Θέμα")]
    [InlineData("tr", "Kimden", "Gönderildi", "Kime", "Konu")]
    [InlineData("ja", "差出人", "送信日時", "宛先", "件名")]
    [InlineData("zh", "发件人", "发送时间", "收件人", "主题")]
    [InlineData("zh", "寄件者", "寄件日期", "收件者", "主旨")]
    [InlineData("ko", "보낸 사람", "보낸 날짜", "받는 사람", "제목")]
    [InlineData("he", "מאת", "נשלח", "אל", "נושא")]
    [InlineData("ar", "من", "تاريخ الإرسال", "إلى", "الموضوع")]
    [InlineData("vi", "Từ", "Đã gửi", "Đến", "Chủ đề")]
    [InlineData("th", "จาก", "ส่ง", "ถึง", "เรื่อง")]
    [InlineData("id", "Dari", "Dikirim", "Kepada", "Subjek")]
    [InlineData("hr", "Šalje", "Poslano", "Prima", "Predmet")]
    [InlineData("sl", "Pošiljatelj", "Poslano", "Prejemnik", "Zadeva")]
    [InlineData("et", "Saatja", "Saadetud", "Adressaat", "Teema")]
    [InlineData("lv", "Sūtītājs", "Nosūtīts", "Kam", "Temats")]
    [InlineData("lt", "Nuo", "Išsiųsta", "Kam", "Tema")]
    public void Block_InEachLanguage_OpensQuote(string language, string from, string sent, string to, string subject)
    {
        foreach (var colon in new[] { ":", " :", "：" })
        {
            var split = Bodies.Split($"Reply text.\n\n{from}{colon} Ann Lee <ann@mail.example>\n{sent}{colon} 3 May 2021 10:05\n{to}{colon} Bo Ek\n{subject}{colon} Budget\n\nQuoted text.\n");

            Assert.Equal("Reply text.", split.Authored);
            var quote = Assert.Single(split.Quotes);
            Assert.Equal(("Ann Lee", "ann@mail.example", "3 May 2021 10:05", "Budget"), (quote.Author, quote.Address, quote.DateText, quote.Subject));
            Assert.Equal(("Bo Ek", "Quoted text."), (quote.Recipients, quote.Text));
            Assert.Equal(language, quote.Language);
        }
    }

    [Fact]
    public void Block_FollowedByAnother_MakesChain()
    {
        var split = Bodies.Split("""
            Mine.

            ________________________________
            From: Ann <ann@mail.example>
            Sent: Monday, May 3, 2021 10:05 AM
            To: Bo <bo@mail.example>;
             Cy <cy@mail.example>
            Subject: RE: Budget that is so long, with all its departments and years,
            that it wraps

            Second.

            *From:* Bo
            *Sent:* Sunday, May 2, 2021 9:00 AM
            *To:* Ann
            *Subject:* Budget

            First.
            """);

        Assert.Equal("Mine.", split.Authored);
        Assert.Equal([(1, "Ann", "Second."), (2, "Bo", "First.")], split.Quotes.Select(q => (q.Depth, q.Author, q.Text)));
        Assert.Contains("cy@mail.example", split.Quotes[0].Recipients, StringComparison.Ordinal);
        Bodies.AssertCovers(split);
    }

    [Theory]
    [InlineData("Forwarded by Ann Lee/HQ/CORP on 05/03/2021 10:05 AM", true)]
    [InlineData("Original Message", false)]
    public void Block_OfLotusNotes_TakesSenderAndDateAbove(string divider, bool forwarded)
    {
        var split = Bodies.Split($"See below.\n\n---------------------- {divider} ----------------------\n\n\nAnn Lee@CORP\n05/02/2021 02:00 PM\nTo: Bo Ek/HQ/CORP@CORP\ncc:  \nSubject: Budget\n\nQuoted text.\n");

        Assert.Equal("See below.", split.Authored);
        var quote = Assert.Single(split.Quotes);
        Assert.Equal(("Ann Lee@CORP", "05/02/2021 02:00 PM", "Budget", forwarded), (quote.Author, quote.DateText, quote.Subject, quote.Forwarded));
    }

    [Fact]
    public void Block_OfLotusNotesOnOneLine_IsRead()
    {
        var split = Bodies.Split("Ok.\n\n\"Ann Lee\" <ann@mail.example> on 05/02/2021 02:00:11 PM\nTo: Bo Ek\ncc:\nSubject: Budget\n\nQuoted.\n");

        Assert.Equal(("Ann Lee", "ann@mail.example", "05/02/2021 02:00:11 PM"), (split.Quotes[0].Author, split.Quotes[0].Address, split.Quotes[0].DateText));
    }

    [Fact]
    public void Block_WithoutSubject_IsReadByItsOrder()
    {
        Assert.Equal("Mine.", Bodies.Split("Mine.\n\nОт: Ann Lee\nОтправлено: понедельник, 3 мая 2021 г. 10:05\nКому: Bo\n\nTheirs.\n").Authored);
        Assert.Empty(Bodies.Split("Mine.\n\nFrom: London\nTo: Paris\nDate: 3 May 2021 10:05\n").Quotes);
    }

    [Theory]
    [InlineData("From: here to there it is far.")]
    [InlineData("From: London\nTo: Paris\nDate: 3 May")]
    [InlineData("Subject: maths\nTo: learn")]
    [InlineData("Date: Friday\nTo: everybody who wants to come")]
    public void Block_WithoutSubjectOrAddress_StaysAuthored(string text)
    {
        var split = Bodies.Split("Hello,\n\n" + text);

        Assert.Empty(split.Quotes);
        Assert.EndsWith(text, split.Authored, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-----Original Message-----", false, "en")]
    [InlineData("-------- Original message --------From: Ann <ann@mail.example> Date: 3 May 2021 10:05", false, "en")]
    [InlineData("-----Ursprüngliche Nachricht-----", false, "de")]
    [InlineData("-------- Message d'origine --------", false, "fr")]
    [InlineData("*-------- Mensaje original --------*", false, "es")]
    [InlineData("-----Messaggio originale-----", false, "it")]
    [InlineData("-----Oorspronkelijk bericht-----", false, "nl")]
    [InlineData("-----Ursprungligt meddelande-----", false, "sv")]
    [InlineData("------------------ 原始邮件 ------------------", false, "zh")]
    [InlineData("Begin forwarded message:", true, "en")]
    [InlineData("Anfang der weitergeleiteten Nachricht:", true, "de")]
    [InlineData("Début du message réexpédié :", true, "fr")]
    [InlineData("---------- Forwarded message ---------", true, "en")]
    [InlineData("---------- Weitergeleitete Nachricht ---------", true, "de")]
    [InlineData("-------- Пересылаемое сообщение --------", true, "ru")]
    public void Divider_OfPrograms_OpensQuote(string divider, bool forwarded, string language)
    {
        var split = Bodies.Split($"Mine.\n\n{divider}\n\nTheirs.\n");

        Assert.Equal("Mine.", split.Authored);
        Assert.Equal((forwarded, language, "Theirs."), (split.Quotes[0].Forwarded, split.Quotes[0].Language, split.Quotes[0].Text));
    }
}
