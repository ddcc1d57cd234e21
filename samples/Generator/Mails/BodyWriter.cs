using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postvakt.Samples.Mails;

/// <summary>Writes text and HTML of one mail: new text on top, below it what the program quotes.</summary>
internal static partial class BodyWriter
{
    public static void Write(Mail mail, bool isFirstOfAuthor)
    {
        var fresh = Fresh(mail, isFirstOfAuthor);
        var quoted = mail.Entry.Has("auto") || mail.Entry.Has("via") || mail.Author.IsSystem ? null : mail.Parent;
        mail.Text = mail.NewText = Plain(fresh, mail.Program);
        mail.Html = mail.NewHtml = Markup(fresh, mail.Program);
        if (quoted is null)
        {
            return;
        }

        if (mail.Program.Name == "hacked" || mail.Entry.Has("alter"))
        {
            QuoteAsStolen(mail, quoted);
        }
        else
        {
            Quote(mail, quoted);
        }
    }

    private static string Fresh(Mail mail, bool isFirst)
    {
        var entry = mail.Entry;
        if (entry.Has("bare") || entry.Has("auto") || mail.Author.IsSystem)
        {
            return entry.Text;
        }

        var greets = isFirst || mail.Parent is null || new Chance($"{entry.Script}/{entry.Number}/greets").Happens(60);
        var greeting = greets ? Phrases.Greeting(mail.Author, mail.To, entry.Language, entry.Text) + "\n\n" : "";
        return $"{greeting}{entry.Text}\n\n{Phrases.Closing(mail.Author, entry.Language, isFirst, mail.Program)}";
    }

    private static void Quote(Mail mail, Mail quoted)
    {
        if (mail.Program.Quote == QuoteStyle.Outlook)
        {
            var block = Quotation.Block(quoted, mail.Author);
            var rule = mail.Program.Name is "owa" or "outlook-mobile" ? "________________________________\n" : "";
            mail.Text += $"\n\n{rule}{string.Join('\n', block)}\n\n{quoted.Text}";
            mail.Html += "<div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=MsoNormal>"
                + string.Join("<br>\n", block.Select(Bold)) + "</p></div>\n" + quoted.Html;
            return;
        }

        // Outlook keeps everything; of the others some people cut down to the last mail.
        var trims = new Chance("trims " + mail.Author.Id).Happens(50);
        var (text, html) = trims ? (quoted.NewText, quoted.NewHtml) : (quoted.Text, quoted.Html);
        var attribution = Quotation.Attribution(quoted, mail.Author, mail.Program.Quote);
        mail.Text += $"\n\n{attribution}\n\n" + string.Join('\n', text.Split('\n').Select(line => line.StartsWith('>') ? ">" + line : ("> " + line).TrimEnd()));
        mail.Html += mail.Program.Quote == QuoteStyle.Gmail
            ? $"<br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{Escape(attribution)}<br></div>"
                + $"<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex\">{html}</blockquote></div>"
            : $"<div><br><blockquote type=\"cite\"><div>{Escape(attribution)}</div><br>{html}</blockquote></div>";
    }

    // Emotet's way: the stolen text as it was saved, padding above, the HTML lost.
    private static void QuoteAsStolen(Mail mail, Mail quoted)
    {
        var stolen = string.Join('\n', Quotation.Block(quoted, mail.Author)) + "\n\n" + (mail.Entry.Has("alter") ? Cut(quoted.Text) : quoted.Text);
        mail.Text += "\n\n\n-----Original Message-----\n" + stolen;
        mail.Html += "<br><br><br><br><br>-----Original Message-----<br>\n<pre>" + Escape(stolen) + "</pre>";
    }

    // Every fourth line lost and the figures of the rest changed by one, but for dates and addresses.
    private static string Cut(string text) => string.Join('\n', text.Split('\n').Where((_, number) => number % 4 != 3)
        .Select(line => Untouched().IsMatch(line) ? line : Figure().Replace(line, figure => ((figure.Value[0] - '0' + 1) % 10).ToString(CultureInfo.InvariantCulture))));

    private static string Plain(string text, MailProgram program)
    {
        var plain = HiddenLink().Replace(text, "$1");
        return program.Quote == QuoteStyle.Thunderbird && !program.HasHtml ? Wrap(plain) : plain;
    }

    private static string Wrap(string text)
    {
        var wrapped = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var column = 0;
            foreach (var word in line.Split(' '))
            {
                if (column > 0 && column + word.Length > 72)
                {
                    wrapped.Append('\n');
                    column = 0;
                }

                wrapped.Append(column > 0 ? " " : "").Append(word);
                column += word.Length + 1;
            }

            wrapped.Append('\n');
        }

        return wrapped.ToString().TrimEnd('\n');
    }

    private static string Markup(string text, MailProgram program)
    {
        var html = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var content = Linked(line);
            html.Append(program.Quote == QuoteStyle.Outlook
                ? $"<p class=MsoNormal>{(content.Length == 0 ? "&nbsp;" : content)}</p>\n"
                : $"<div>{(content.Length == 0 ? "<br>" : content)}</div>\n");
        }

        return html.ToString();
    }

    private static string Linked(string line)
    {
        var html = new StringBuilder();
        var done = 0;
        foreach (Match match in Link().Matches(line))
        {
            html.Append(Escape(line[done..match.Index]));
            var (shown, address) = match.Groups[1].Success ? (match.Groups[1].Value, match.Groups[2].Value) : (match.Value, match.Value);
            html.Append($"<a href=\"{Escape(address)}\">{Escape(shown)}</a>");
            done = match.Index + match.Length;
        }

        return html.Append(Escape(line[done..])).ToString();
    }

    // WebUtility would turn every letter beyond ASCII into a number, which no mail program does.
    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Bold(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal) + 1;
        return $"<b>{Escape(line[..colon])}</b>{Escape(line[colon..])}";
    }

    [GeneratedRegex(@"\[\[([^|\]]+)\|([^\]]+)\]\]")]
    private static partial Regex HiddenLink();

    [GeneratedRegex(@"\[\[([^|\]]+)\|([^\]]+)\]\]|https?://[^\s<>""]+[^\s<>"".,:;)]")]
    private static partial Regex Link();

    [GeneratedRegex(@"20\d\d|@|https?:|\+\d\d")]
    private static partial Regex Untouched();

    [GeneratedRegex(@"(?<=[a-zåäöüéß.:,] )\d(?=\d*\b)")]
    private static partial Regex Figure();
}
