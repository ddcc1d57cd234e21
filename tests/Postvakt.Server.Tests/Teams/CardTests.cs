using System.Text.Json;
using System.Text.Json.Nodes;
using Postvakt.Server.Teams;
using Postvakt.Wording;

namespace Postvakt.Server.Tests.Teams;

/// <summary>The cards hold what Adaptive Cards 1.4 knows, in every language. tools/check-cards.mjs parses them with the library that Teams' own is made of: it takes what this test writes where POSTVAKT_CARDS names a folder.</summary>
public sealed class CardTests
{
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["AdaptiveCard"] = ["$schema", "type", "version", "body", "actions"], ["RichTextBlock"] = ["type", "inlines"], ["TextRun"] = ["type", "text", "weight", "size", "isSubtle"], ["Action.Execute"] = ["type", "title", "verb", "data"],
    };

    [Fact]
    public void Cards_AreOfTheSchema_AndMakeNoLinkOfAMailsWords()
    {
        foreach (var language in Sentences.Languages)
        {
            var question = Cards.Question("question-1", ["2021-11-08: “Re: [click](http://thief.example) **now**” to Bo"], 3, language);
            Check(question);
            Assert.Equal(["yes", "no"], question["actions"]!.AsArray().Select(a => a!["data"]!["answer"]!.GetValue<string>()));
            // TextRun knows no Markdown; TextBlock would.
            Assert.DoesNotContain("TextBlock\"", question.ToJsonString().Replace("RichTextBlock", "", StringComparison.Ordinal), StringComparison.Ordinal);
            var notice = Cards.Notice(Sentences.Of(language, "AdvisoryTitle"), [Sentences.Of(language, "AdvisoryIntro")]);
            Check(notice);
            if (Environment.GetEnvironmentVariable("POSTVAKT_CARDS") is not { Length: > 0 } folder) continue;
            File.WriteAllText(Path.Combine(folder, $"question-{language}.json"), question.ToJsonString());
            File.WriteAllText(Path.Combine(folder, $"notice-{language}.json"), notice.ToJsonString());
        }
    }

    [Fact]
    public void LongList_FitsAMessage()
    {
        // Teams takes messages of about 28 KB ("Format your bot messages").
        var card = Cards.Question("question-20211108T090000000-1f2e3d4c", [.. Enumerable.Repeat(new string('x', 300), 200)], 500, "ja");
        Assert.True(JsonSerializer.SerializeToUtf8Bytes(card).Length < 28_000);
        Assert.Equal(Cards.MaxListed + 4, card["body"]!.AsArray().Count);
    }

    private static void Check(JsonNode node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Check(item!);
        }
        else if (node is JsonObject item && item["type"]?.GetValue<string>() is { } type)
        {
            Assert.Empty(item.Select(m => m.Key).Except(Known[type]));
            foreach (var (_, value) in item.Where(m => m.Value is JsonArray)) Check(value!);
        }
    }
}
