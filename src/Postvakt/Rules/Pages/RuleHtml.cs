using System.Text;
using MimeKit.Text;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;

namespace Postvakt.Rules.Pages;

/// <summary>A page as rules see it. Text, links and tree are made when a rule first asks, once.</summary>
/// <param name="raw">The markup, decoded.</param>
internal sealed class RuleHtml(string raw, SplitBody? body = null) : IRuleHtml
{
    /// <summary>Characters of a page that are looked at, as of a body.</summary>
    private static readonly MessageLimits Limits = MessageLimits.Default;

    private readonly Lazy<RenderedText> _rendered = new(() => body?.Rendered ?? HtmlRenderer.Render(raw.Length > Limits.MaxBodyChars ? raw[..Limits.MaxBodyChars] : raw, Limits));
    private string? _inner;
    private MqlValue? _links;
    private Page? _page;

    public MqlValue Raw => MessageModel.Text(raw);

    /// <summary>What a reader sees.</summary>
    public string Text => _rendered.Value.Text;

    public MqlValue DisplayText => MessageModel.Text(Text);

    /// <summary>All text of the page but scripts and styles, also what is hidden, as it stands.</summary>
    public MqlValue InnerText => MessageModel.Text(_inner ??= TextOf(raw));

    public MqlValue Links => _links ??= MessageModel.List(LinkExtractor.Extract([body ?? QuoteSplitter.Split(_rendered.Value, Limits)], Limits), MqlValue.Of);

    public static void Bind(Dictionary<string, MqlAccessor> fields, Dictionary<string, MqlFunction> functions)
    {
        Of<IRuleHtml>("HTML.raw", h => h.Raw);
        Of<IRuleHtml>("HTML.display_text", h => h.DisplayText);
        Of<IRuleHtml>("HTML.inner_text", h => h.InnerText);
        Of<IRuleHtml>("HTML.links", h => h.Links);
        Of<RuleHtml>("BodyHTML.charset", h => MessageModel.Text(h.Source?.Charset.ToLowerInvariant()));
        Of<RuleHtml>("BodyHTML.content_transfer_encoding", h => MessageModel.Text(h.Source?.TransferEncoding));
        functions["strings.parse_html"] = (_, arguments) => MqlValue.Of(new RuleHtml(arguments[0].Text!));

        void Of<T>(string name, Func<T, MqlValue> read) => fields[name] = owner => owner is T html ? read(html) : MqlValue.Missing(name);
    }

    public PageNavigator Navigator() => new(_page ??= PageBuilder.Build(raw.Length > Limits.MaxBodyChars ? raw[..Limits.MaxBodyChars] : raw), 0);

    private BodySource? Source => body?.Source;

    private static string TextOf(string html)
    {
        var text = new StringBuilder(Math.Min(html.Length, 4_096));
        using var input = new StringReader(html);
        var tokenizer = new HtmlTokenizer(input) { DecodeCharacterReferences = true };
        while (text.Length < Limits.MaxBodyChars && tokenizer.ReadNextToken(out var token))
        {
            if (token is HtmlDataToken { Kind: HtmlTokenKind.Data or HtmlTokenKind.CData } data && !IsStyle(tokenizer)) text.Append(data.Data);
        }
        return text.ToString();
    }

    /// <summary>The text of a style element comes as text.</summary>
    private static bool IsStyle(HtmlTokenizer tokenizer) => tokenizer.TokenizerState is HtmlTokenizerState.RawText or HtmlTokenizerState.RawTextLessThan;
}
