using MimeKit.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>How elements lie on the page, as far as it decides where lines end.</summary>
internal static class HtmlLayout
{
    /// <summary>Elements without an end tag.</summary>
    public static bool IsVoid(HtmlTagId id) => id is HtmlTagId.Br or HtmlTagId.HR or HtmlTagId.Image or HtmlTagId.Input or HtmlTagId.Meta
        or HtmlTagId.Link or HtmlTagId.Base or HtmlTagId.BaseFont or HtmlTagId.Area or HtmlTagId.Col or HtmlTagId.Embed or HtmlTagId.Frame
        or HtmlTagId.Param or HtmlTagId.Source or HtmlTagId.Track or HtmlTagId.Wbr or HtmlTagId.Keygen or HtmlTagId.BGSound or HtmlTagId.NextId;

    public static bool IsBlock(HtmlTagId id) => id is HtmlTagId.Div or HtmlTagId.P or HtmlTagId.BlockQuote or HtmlTagId.Table or HtmlTagId.TR
        or HtmlTagId.TBody or HtmlTagId.THead or HtmlTagId.Tfoot or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.LI or HtmlTagId.DL or HtmlTagId.DT
        or HtmlTagId.DD or HtmlTagId.Pre or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6
        or HtmlTagId.HR or HtmlTagId.Address or HtmlTagId.Article or HtmlTagId.Aside or HtmlTagId.Section or HtmlTagId.Header or HtmlTagId.Footer
        or HtmlTagId.Main or HtmlTagId.Nav or HtmlTagId.Center or HtmlTagId.Form or HtmlTagId.FieldSet or HtmlTagId.Figure or HtmlTagId.FigCaption
        or HtmlTagId.Caption or HtmlTagId.Body or HtmlTagId.Html or HtmlTagId.Head or HtmlTagId.Details or HtmlTagId.Summary or HtmlTagId.Dir
        or HtmlTagId.Menu or HtmlTagId.Listing or HtmlTagId.Xmp or HtmlTagId.Option;

    public static bool IsHeading(HtmlTagId id) => id is HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6;

    public static bool IsCell(HtmlTagId id) => id is HtmlTagId.TD or HtmlTagId.TH;

    /// <summary>Content that no mail program shows. Unknown elements are shown, so nothing may hide in an invented one.</summary>
    public static bool IsUnseen(HtmlTagId id) => id is HtmlTagId.Script or HtmlTagId.Style or HtmlTagId.Title or HtmlTagId.NoEmbed
        or HtmlTagId.NoFrames or HtmlTagId.IFrame;

    /// <summary>True when a start tag ends the open element because its end tag may be left out (HTML 13.1.2.4).</summary>
    public static bool Ends(HtmlTagId opening, HtmlTagId open) => open switch
    {
        HtmlTagId.P => IsBlock(opening),
        HtmlTagId.LI => opening == HtmlTagId.LI,
        HtmlTagId.DT or HtmlTagId.DD => opening is HtmlTagId.DT or HtmlTagId.DD,
        HtmlTagId.TD or HtmlTagId.TH => opening is HtmlTagId.TD or HtmlTagId.TH or HtmlTagId.TR,
        HtmlTagId.TR => opening == HtmlTagId.TR,
        HtmlTagId.Option => opening == HtmlTagId.Option,
        _ => false,
    };
}
