using System.Text;
using Postvakt.Authentication;
using Postvakt.Classification;
using Postvakt.Messages;
using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class RuleTextsTests
{
    private const string Lure = "Your mailbox is full and new mail is refused. Sign in with your email password within 24 hours to keep your account, or it will be closed. Click here to verify your account.";

    [Theory]
    [InlineData("any(ml.nlu_classifier(body.current_thread.text).intents, .name == 'cred_theft' and .confidence != 'low')")]
    [InlineData("any(ml.nlu_classifier(body.current_thread.text, subject='Mail').entities, .name == 'urgency')")]
    [InlineData("any(ml.nlu_classifier(body.current_thread.text).entities, .name == 'request' and strings.icontains(.text, 'click here'))")]
    [InlineData("any(beta.ml_topic(body.current_thread.text).topics, .name == 'Security and Authentication')")]
    [InlineData("ml.nlu_classifier(body.current_thread.text).language == 'english' and ml.nlu_classifier(body.current_thread.text).success")]
    [InlineData("not any(ml.nlu_classifier(body.current_thread.text).intents, .name == 'benign' and .confidence == 'high')")]
    [InlineData("length(ml.nlu_classifier(body.current_thread.text).tags) == 0")]
    public void Rule_AboutALure_Matches(string source) => Assert.Equal(MqlOutcome.Match, Run(source, Lure));

    [Theory]
    [InlineData("not any(ml.nlu_classifier(body.current_thread.text).topics, .name == 'Acts of Violence')")]
    [InlineData("any(ml.nlu_classifier(body.current_thread.text).topics, .name == 'A topic of next year')")]
    public void Rule_AboutATopicThatNobodyTaught_IsIndeterminate(string source) => Assert.Equal(MqlOutcome.Indeterminate, Run(source, Lure));

    [Theory]
    [InlineData("any(ml.nlu_classifier(body.current_thread.text).intents, .name == 'cred_theft')")]
    [InlineData("not any(ml.nlu_classifier(body.current_thread.text).topics, .name == 'Secure Message')")]
    [InlineData("not any(ml.nlu_classifier(body.current_thread.text).entities, .name == 'urgency')")]
    public void Rule_AboutALanguageThatNobodyTaught_IsIndeterminate(string source) => Assert.Equal(MqlOutcome.Indeterminate, Run(source, "お客様のアカウントは停止されました。こちらをクリックしてパスワードを確認してください。"));

    [Fact]
    public void Language_OfATextThatIsNotJudged_IsStillKnown() => Assert.Equal(MqlOutcome.Match, Run("ml.nlu_classifier(body.current_thread.text).language == 'japanese'", "お客様のアカウントは停止されました。パスワードを確認してください。"));

    [Fact]
    public void OwnClassifier_StandsInForOurs() => Assert.Equal(MqlOutcome.Match, Run("any(ml.nlu_classifier(body.current_thread.text).topics, .name == 'Ours' and .confidence == 'high')", "Hello", new Own()));

    private static MqlOutcome Run(string source, string text, ITextClassifier? classifier = null)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        loader.AddText("rule.yml", $"name: x\ntype: rule\nsource: |\n  {source}\n");
        var rules = loader.Build();
        Assert.Empty(rules.Problems);
        var session = new MqlEngine(rules, new MessageModel(new Dictionary<string, MqlList>(), classifier: classifier ?? LinearTextClassifier.Default)).NewSession();
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes($"From: a@b.example\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"));
        var message = new MessageParser(MessageLimits.Default).Parse(new ReceivedMail("mail", 0, bytes, new Envelope("", "", "", []), DateTimeOffset.UnixEpoch), CancellationToken.None);
        session.Begin(new RuleMail(message, SenderAuthentication.Unknown, null, null, []));
        return session.Evaluate(rules.Rules[0]).Outcome;
    }

    private sealed class Own : ITextClassifier
    {
        public IReadOnlyCollection<string> Topics => ["Ours"];

        public TextClassification Classify(string text, string? subject) => new() { IsJudged = true, AreTopicsJudged = true, Topics = [new("Ours", Confidence.High, 1)] };
    }
}
