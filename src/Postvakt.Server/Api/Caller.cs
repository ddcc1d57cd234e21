using Microsoft.AspNetCore.Http;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Wording;

namespace Postvakt.Server.Api;

/// <summary>Who asks an endpoint, and the language to answer in.</summary>
internal sealed record Caller(Actor Actor, string Language)
{
    /// <summary>Binds a parameter of an endpoint: whoever came this far has a pass.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<Pass>() is { } pass ? new Caller(pass.Actor, Sentences.Accepted(context.Request.Headers.AcceptLanguage.ToString())) : null);
}
