using CsCheck;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class LinkExtractorPropertyTests
{
    private static readonly Gen<string> Piece = Gen.OneOf(new[] {
        "http", "hxxp", "https", "://", ":", "//", "/", "www.", ".", "[.]", "(dot)", "[://]", "\n", "> ", "<", ">", " ", "-", "=", "=\n", "&", "?", "%", "%2F",
        "%E2", "@", "com", "example", "nordwind", "safelinks.protection.outlook.com", "?url=", "urldefense.com/v3/__", "__;", "**A", "*", "!!", "google.com/url?q=",
        "7", "0x7f", "[::1]", "xn--", "xn--bcher-kva", "ü", "日本", "。", "\u200B", "\uD83D", "\uDE00", "(", ")", "]", "{", "}", "|", "\\", "_", "zip", "#" }.Select(piece => Gen.Const(piece)).ToArray());

    private static readonly Gen<string> Text = Gen.OneOf(Piece.Array[0, 40].Select(string.Concat), Gen.String);

    [Fact]
    public void Extract_AnyText_StaysWithinIt() =>
        Text.Sample(
            text =>
            {
                foreach (Link link in Bodies.Links(Bodies.Plain(text)))
                {
                    Assert.InRange(link.Start, 0, text.Length - 1);
                    Assert.Equal(link.Written, text.Substring(link.Start, link.Written.Length));
                    AssertSound(link);
                }
            },
            iter: 20_000);

    [Fact]
    public void Extract_AnyAnchor_NeverThrows() =>
        Gen.Select(Text, Text, Gen.Int[-5, 60], Gen.Int[-5, 60]).Sample(
            (text, target, start, end) =>
            {
                foreach (Link link in Bodies.Links(Bodies.Html(text, new Anchor(start, end, target, AnchorKind.Link), new Anchor(end, start, target, AnchorKind.Refresh))))
                {
                    AssertSound(link);
                }
            },
            iter: 10_000);

    private static void AssertSound(Link link)
    {
        Assert.NotEmpty(link.Host);
        Assert.StartsWith("/", link.Path, StringComparison.Ordinal);
        Assert.EndsWith(link.Domain, link.Host, StringComparison.Ordinal);
        Assert.Contains("://" + link.Host, link.Url, StringComparison.Ordinal);
        Assert.True(System.Text.Ascii.IsValid(link.Host));
    }
}
