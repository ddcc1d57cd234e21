namespace Postvakt.Classification.Tests.Languages;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("english", "Please have a look at the report that we sent you and tell me what you think of it.")]
    [InlineData("swedish", "Jag har skickat rapporten till dig och vill veta vad du tycker om den innan vi ses.")]
    [InlineData("danish", "Jeg har sendt rapporten til dig og vil gerne vide, hvad du synes om den, når vi mødes af hensyn til vores plan.")]
    [InlineData("german", "Ich habe Ihnen den Bericht geschickt und wüsste gern, was Sie davon halten, wenn wir uns sehen.")]
    [InlineData("dutch", "Ik heb het rapport naar je gestuurd en wil graag weten wat je ervan vindt als we elkaar zien.")]
    [InlineData("french", "Je vous ai envoyé le rapport et je voudrais savoir ce que vous en pensez avant notre réunion.")]
    [InlineData("spanish", "Le he enviado el informe y me gustaría saber lo que usted piensa de él antes de la reunión.")]
    [InlineData("portuguese", "Enviei o relatório para você e gostaria de saber o que você acha dele antes da nossa reunião.")]
    [InlineData("italian", "Le ho inviato la relazione e vorrei sapere che cosa ne pensa prima della nostra riunione di domani.")]
    [InlineData("polish", "Wysłałem raport do pana i chciałbym wiedzieć, co pan o nim myśli, zanim się spotkamy w tym tygodniu.")]
    [InlineData("finnish", "Lähetin raportin sinulle ja haluan tietää, mitä olet siitä mieltä, kun tapaamme ja jos se on hyvä.")]
    [InlineData("turkish", "Raporu size gönderdim ve toplantıdan önce bu konu için ne düşündüğünüzü bilmek istiyorum, lütfen.")]
    [InlineData("russian", "Я отправил вам отчет и хочу знать, что вы о нем думаете, до того как мы встретимся.")]
    [InlineData("ukrainian", "Я надіслав вам звіт і хочу знати, що ви про нього думаєте, до того як ми зустрінемося, якщо є час.")]
    [InlineData("japanese", "報告書をお送りしましたので、ご意見をお聞かせください。")]
    [InlineData("chinese", "我已经把报告发给您了，请告诉我您的意见。")]
    [InlineData("korean", "보고서를 보내 드렸으니 의견을 알려 주세요.")]
    [InlineData("greek", "Σας έστειλα την αναφορά και θα ήθελα τη γνώμη σας.")]
    [InlineData("arabic", "أرسلت لكم التقرير وأود معرفة رأيكم")]
    [InlineData("hebrew", "שלחתי לך את הדוח ואשמח לדעת מה דעתך")]
    public void Classify_Sentence_NamesItsLanguage(string language, string text) => Assert.Equal(language, LinearTextClassifier.Default.Classify(text).Language);

    [Theory]
    [InlineData("")]
    [InlineData("0042")]
    [InlineData("Re: Q3")]
    public void Classify_TooShortToTell_HasNoLanguage(string text) => Assert.Null(LinearTextClassifier.Default.Classify(text).Language);

    [Fact]
    public void Classify_EnglishWithSomeForeignWords_StaysEnglish() =>
        Assert.Equal("english", LinearTextClassifier.Default.Classify("Our colleague 田中 will be at the office in Tokyo from Monday and you can call him there.").Language);
}
