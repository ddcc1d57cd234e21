using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Wording;

namespace Postvakt.Web.Pictures;

/// <summary>Who asks for the table of which picture; used within one errand.</summary>
/// <param name="Id">What it is of, as the address says it: up to <see cref="MaxId"/> characters of anything, or empty.</param>
/// <param name="Language">In which the head is named.</param>
internal sealed record PictureAsk(ILedger Ledger, ConsoleContext Console, string Id, Actor Actor, string Language, DateTimeOffset Now)
{
    /// <summary>Characters of an id. 200: the name of a campaign has 180.</summary>
    public const int MaxId = 200;

    public string Say(string key, params IReadOnlyList<string> values) => Sentences.Of(Language, key, values);
}
