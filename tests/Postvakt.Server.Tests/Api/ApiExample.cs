using System.Text.RegularExpressions;

namespace Postvakt.Server.Tests.Api;

/// <summary>A request of docs/api.md and the answer that stands below it.</summary>
/// <param name="Body">Empty for none.</param>
/// <param name="Answer">JSON, or the media type where the answer is none.</param>
internal sealed partial record ApiExample(string Method, string Path, string Body, int Status, bool IsJson, string Answer)
{
    /// <summary>All of the document, in order. Throws where a request has no answer.</summary>
    public static IReadOnlyList<ApiExample> Read()
    {
        var blocks = Block().Matches(File.ReadAllText(Document())).Select(m => (Info: m.Groups["info"].Value.Split(' '), Text: m.Groups["text"].Value.Trim())).ToArray();
        return [.. blocks.Index().Where(b => b.Item.Info[0] == "http").Select(b => Of(b.Item.Text, blocks[b.Index + 1]))];
    }

    public override string ToString() => $"{Method} {Path}";

    private static ApiExample Of(string request, (string[] Info, string Text) answer)
    {
        if (answer.Info[0] is not ("json" or "text")) throw new InvalidDataException($"{request}: has no answer below it");
        var parts = request.Split("\n\n", 2);
        var first = parts[0].Split(' ');
        return new ApiExample(first[0], first[1], parts.ElementAtOrDefault(1) ?? "", answer.Info is [_, var status] ? int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) : 200, answer.Info[0] == "json", answer.Text);
    }

    private static string Document() => Checkout.At("docs", "api.md");

    [GeneratedRegex(@"^```(?<info>[^\n]*)\n(?<text>.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();
}
