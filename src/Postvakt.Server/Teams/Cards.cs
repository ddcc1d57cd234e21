using System.Text.Json.Nodes;
using Postvakt.Wording;

namespace Postvakt.Server.Teams;

/// <summary>
/// Adaptive Cards 1.4, which Action.Execute needs (adaptivecards.io, "Universal Action Model"). Words of a mail stand in TextRun, which knows no Markdown and so makes no link
/// of them.
/// </summary>
internal static class Cards
{
    public const string ContentType = "application/vnd.microsoft.card.adaptive";

    /// <summary>Verb of both buttons of a question.</summary>
    public const string AnswerVerb = "postvakt.answer";

    /// <summary>Mails that a question lists. 20: a screen.</summary>
    public const int MaxListed = 20;

    /// <summary>"Did you send this?" with two buttons.</summary>
    public static JsonObject Question(string id, IReadOnlyList<string> mails, int more, string language)
    {
        var body = new JsonArray(Plain(Sentences.Of(language, "AskTitle"), bold: true), Plain(Sentences.Of(language, "AskIntro")));
        foreach (var mail in mails.Take(MaxListed)) body.Add(Plain(mail));
        if (more > 0) body.Add(Plain(Sentences.Of(language, "DigestMore", more.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        body.Add(Plain(Sentences.Of(language, "AskFooter"), small: true));
        var card = Card(body);
        card["actions"] = new JsonArray(Answer(id, Sentences.Of(language, "AskYes"), "yes"), Answer(id, Sentences.Of(language, "AskNo"), "no"));
        return card;
    }

    /// <summary>Sentences and nothing to press.</summary>
    public static JsonObject Notice(string title, IEnumerable<string> sentences)
    {
        var body = new JsonArray();
        if (title.Length > 0) body.Add(Plain(title, bold: true));
        foreach (var sentence in sentences) body.Add(Plain(sentence));
        return Card(body);
    }

    private static JsonObject Card(JsonArray body) => new()
    {
        ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["type"] = "AdaptiveCard", ["version"] = "1.4", ["body"] = body,
    };

    private static JsonObject Plain(string text, bool bold = false, bool small = false)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (bold) (run["weight"], run["size"]) = ("Bolder", "Medium");
        if (small) (run["size"], run["isSubtle"]) = ("Small", true);
        return new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
    }

    private static JsonObject Answer(string id, string title, string answer) => new()
    {
        ["type"] = "Action.Execute", ["title"] = title, ["verb"] = AnswerVerb, ["data"] = new JsonObject { ["question"] = id, ["answer"] = answer },
    };
}
