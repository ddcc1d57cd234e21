using Microsoft.AspNetCore.Http;
using Postvakt.Wording;

namespace Postvakt.Web.Gate;

/// <summary>The language of a page: one that the console speaks, of those that the browser asks for.</summary>
internal sealed record PageLanguage(string Name)
{
    private static readonly string[] Spoken = ["en", "sv", "de", "fr", "ja"];

    public static string Of(HttpContext http)
    {
        if (http.Features.Get<PageLanguage>() is { } known) return known.Name;
        var accepted = Sentences.Accepted(http.Request.Headers.AcceptLanguage.ToString());
        return Spoken.Contains(accepted) ? accepted : Spoken[0];
    }
}
