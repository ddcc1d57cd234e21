using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Audit;
using Postvakt.Questions;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Notices;
using Postvakt.Wording;

namespace Postvakt.Server.Teams;

/// <summary>The page behind the link of a chat message: it shows what is asked; yes or no is a form that is sent, so that programs that follow every link answer nothing.</summary>
internal sealed class QuestionPages(TeamsContext context)
{
    public const string Path = "/ask";

    /// <summary>Bytes of a form. 4 KiB: a token and a word.</summary>
    private const int MaxForm = 4 << 10;

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet(Path, async (HttpContext http, string? t) => await ShowAsync(http, t ?? "").ConfigureAwait(false)).NeedsNothing().ExcludeFromDescription();
        web.MapPost(Path, (Delegate)AnswerAsync).NeedsNothing().ExcludeFromDescription();
    }

    private async Task<IResult> AnswerAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > MaxForm) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        var (token, answer) = (form["t"].ToString(), form["answer"].ToString());
        if (QuestionLink.Read(token, context.Keys.Tokens, context.Clock.GetUtcNow()) is not { } link) return Invalid(http);
        if (answer is not ("yes" or "no")) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var (ruling, address) = await context.Errands.DoAsync(l =>
        {
            var asked = SenderQuestion.Find(l, link.Question)?.Address ?? "";
            return (new AnswerQuestion(l, context.Directory(), context.Clock).Answer(new Actor(PersonalNotice.Person + asked, Role.Employee), link.Person, QuestionWay.Chat, link.Question, answer == "yes"), asked);
        }).WaitAsync(http.RequestAborted).ConfigureAwait(false);
        var language = context.LanguageOf(address);
        return Page(http, language, $"<p class=\"said\" role=\"status\">{Html.Encode(ruling.In(language))}</p>", Answers.StatusOf(ruling));
    }

    private async Task<IResult> ShowAsync(HttpContext http, string token)
    {
        if (QuestionLink.Read(token, context.Keys.Tokens, context.Clock.GetUtcNow()) is not { } link) return Invalid(http);
        var (question, mails) = await context.Errands.DoAsync(l =>
        {
            var asked = SenderQuestion.Find(l, link.Question);
            return (asked, asked is null ? [] : context.Mails(l, asked, context.LanguageOf(asked.Address)));
        }).WaitAsync(http.RequestAborted).ConfigureAwait(false);
        if (question is null || question.Person != link.Person) return Invalid(http);
        var language = context.LanguageOf(question.Address);
        var body = new StringBuilder("<p>").Append(Html.Encode(Sentences.Of(language, "AskIntro"))).Append("</p>");
        foreach (var mail in mails) body.Append("<article>").Append(Html.Encode(mail)).Append("</article>");
        if (TeamsContext.More(question) is var more and > 0) body.Append("<p class=\"small\">").Append(Html.Encode(Sentences.Of(language, "DigestMore", more.ToString(CultureInfo.InvariantCulture)))).Append("</p>");
        if (question.State is QuestionState.AnsweredNo) body.Append("<p class=\"said\">").Append(Html.Encode(Sentences.Of(language, "AnsweredAlready"))).Append("</p>");
        else
        {
            body.Append("<form method=\"post\" action=\"").Append(Path).Append("\"><input type=\"hidden\" name=\"t\" value=\"").Append(Html.Encode(token)).Append("\"><button name=\"answer\" value=\"no\">").Append(Html.Encode(Sentences.Of(language, "AskNo")))
                .Append("</button> <button name=\"answer\" value=\"yes\">").Append(Html.Encode(Sentences.Of(language, "AskYes"))).Append("</button></form>");
        }
        body.Append("<p class=\"small\">").Append(Html.Encode(Sentences.Of(language, "AskFooter"))).Append("</p>");
        return Page(http, language, body.ToString(), StatusCodes.Status200OK);
    }

    private static IResult Invalid(HttpContext http)
    {
        var language = Sentences.Accepted(http.Request.Headers.AcceptLanguage.ToString());
        return Page(http, language, $"<p>{Html.Encode(Sentences.Of(language, "AskLinkInvalid"))}</p>", StatusCodes.Status403Forbidden);
    }

    private static IResult Page(HttpContext http, string language, string body, int status)
    {
        LinkPages.Shield(http);
        return LinkPages.Page(language, Sentences.Of(language, "AskTitle"), body, status);
    }
}
