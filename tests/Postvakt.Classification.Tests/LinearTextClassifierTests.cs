using CsCheck;

namespace Postvakt.Classification.Tests;

public sealed class LinearTextClassifierTests
{
    // None of these stand among the texts that the model was made from.
    [Theory]
    [InlineData("cred_theft", "Dear user, the storage of your mailbox has run out and new mail is being refused. Sign in with your email password on the page below to raise the quota, or your account will be closed tonight.")]
    [InlineData("cred_theft", "We noticed a strange login to your account from abroad. Your access is limited until you confirm your identity. Click here to verify your account now.")]
    [InlineData("callback_scam", "Thank you for renewing your antivirus plan. $349.99 has been charged to your card. If you did not authorize this order, call our billing support at +1 (888) 555-0142 to get a refund.")]
    [InlineData("advance_fee", "I am the lawyer of a late customer who died without next of kin and left $12.5 million in our bank. I need your assistance to transfer this fund and you will keep 40% of the money.")]
    [InlineData("extortion", "I hacked your computer and recorded you with your webcam while you watched porn. Send $950 in bitcoin to my wallet within 48 hours or I will send the video to all your contacts.")]
    [InlineData("job_scam", "We are hiring a part-time assistant who works from home. You will earn $450 weekly for two hours a day, no experience needed. Text your name and personal email to apply.")]
    [InlineData("bec", "Are you at your desk? I need you to buy some gift cards for a client today. I am in a meeting and can't talk. Scratch the back and send me pictures of the codes, I will reimburse you.")]
    [InlineData("steal_pii", "Kindly send me the W-2 forms of all employees as one PDF file, with their social security numbers, for a quick review.")]
    [InlineData("cred_theft", "Ihr Konto wurde aus Sicherheitsgründen gesperrt. Bitte bestätigen Sie Ihre Daten innerhalb von 24 Stunden über den folgenden Link, sonst wird der Zugang gelöscht.")]
    [InlineData("benign", "Attached are the minutes of our meeting on Tuesday. I moved the budget question to next week because Linda could not be there. Let me know if I forgot something.")]
    [InlineData("benign", "The mail server is rebooted on Saturday between 8:00 and 9:00. You need not do anything. Call the service desk if Outlook does not connect on Monday.")]
    [InlineData("benign", "Our invoice for the work in March is attached. The total is 2,400 EUR, payable within 30 days. Please call me if anything is unclear.")]
    public void Classify_PlainCase_HasItsIntent(string intent, string text) => Assert.Equal(intent, Assert.Single(LinearTextClassifier.Default.Classify(text).Intents).Name);

    [Fact]
    public void Classify_LettersOfOtherScriptsAndHiddenOnes_ChangeNothing()
    {
        const string Plain = "Your password expires today. Click here to keep your password or your account will be suspended.";
        var hidden = Plain.Replace("password", "p\u0430ss\u200Bw\u043Erd", StringComparison.Ordinal).Replace("account", "\u0430cc\u00ADount", StringComparison.Ordinal);
        Assert.Equal(LinearTextClassifier.Default.Classify(Plain).Intents, LinearTextClassifier.Default.Classify(hidden).Intents);
    }

    [Theory]
    [InlineData("japanese", "お客様のアカウントは停止されました。こちらをクリックしてパスワードを確認してください。")]
    [InlineData("russian", "Ваш аккаунт заблокирован, и вы должны подтвердить пароль по ссылке, чтобы его не удалили.")]
    [InlineData("polish", "Pana konto zostało zablokowane i nie można się zalogować, jeśli nie potwierdzi pan hasła do jutra.")]
    public void Classify_LanguageItWasNotMadeFor_IsNotJudged(string language, string text)
    {
        var said = LinearTextClassifier.Default.Classify(text);
        Assert.Equal((language, false, 0, 0), (said.Language, said.IsJudged, said.Intents.Count, said.Topics.Count));
    }

    [Fact]
    public void Classify_LanguageOfIntentsOnly_LeavesTopicsOpen()
    {
        var said = LinearTextClassifier.Default.Classify("Ich habe Ihnen den Bericht geschickt und wüsste gern, was Sie davon halten, wenn wir uns sehen.");
        Assert.True(said.IsJudged);
        Assert.False(said.AreTopicsJudged);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("See attached")]
    public void Classify_HardlyAnyWords_HasNoIntent(string text) => Assert.Empty(LinearTextClassifier.Default.Classify(text).Intents);

    [Fact]
    public void Classify_Subject_IsReadAsPartOfTheText()
    {
        var said = LinearTextClassifier.Default.Classify("Please see below and thank you.", "Your password expires today: sign in to keep your account");
        Assert.NotEqual(LinearTextClassifier.Default.Classify("Please see below and thank you.").Intents, said.Intents);
    }

    [Fact]
    public void Classify_HugeOrOddTexts_ComeToAnEnd()
    {
        string[] odd =
        [
            new('a', 5_000_000), string.Concat(Enumerable.Repeat("\uD800", 50_000)), new('\u0301', 100_000), new('\u200B', 100_000), new('(', 100_000), string.Concat(Enumerable.Repeat("1-", 50_000)), new('@', 100_000),
            string.Concat(Enumerable.Repeat("a@b ", 50_000)), string.Concat(Enumerable.Repeat("www.", 50_000)), "http://" + new string('x', 1_000_000), string.Concat(Enumerable.Repeat("Dear Dear\n", 50_000)), "\0\u0001\uFFFF",
        ];
        foreach (var text in odd) Assert.All(LinearTextClassifier.Default.Classify(text, text).Entities, e => Assert.InRange(e.Text.Length, 1, 100));
    }

    [Fact]
    public void Classify_AnyText_KeepsItsPromises() => Gen.String.Array[0, 30].Sample(parts =>
    {
        var text = string.Join(' ', parts);
        var (first, second) = (LinearTextClassifier.Default.Classify(text), LinearTextClassifier.Default.Classify(text));
        Assert.Equal(first.Intents, second.Intents);
        Assert.Equal(first.Topics, second.Topics);
        Assert.InRange(first.Intents.Count, 0, 1);
        Assert.All(first.Entities, e => Assert.Contains(e.Text, text, StringComparison.Ordinal));
        Assert.All(first.Topics, t => Assert.Contains(t.Name, LinearTextClassifier.Default.Topics));
    });

    [Fact]
    public void Classify_ManyThreads_SayTheSame()
    {
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => $"Your order {i} has shipped and you can track your package. Please confirm your address number {i * 31}.")];
        var expected = texts.Select(t => LinearTextClassifier.Default.Classify(t).Intents.FirstOrDefault()).ToArray();
        Parallel.For(0, 500, i => Assert.Equal(expected[i % 50], LinearTextClassifier.Default.Classify(texts[i % 50]).Intents.FirstOrDefault()));
    }
}
