using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Web.Gate;
using Postvakt.Wording;

namespace Postvakt.Web.Frame;

/// <summary>What every page has: who looks, in which language, and the way to the ledger.</summary>
public abstract class PageBase : ComponentBase
{
    /// <summary>What an answer that goes along in an address is sealed as: nobody else can make a page say something.</summary>
    private const string SaidContext = "console said";

    [Inject]
    internal ConsoleContext Console { get; set; } = null!;

    [Inject]
    internal NavigationManager Navigation { get; set; } = null!;

    [CascadingParameter]
    internal HttpContext Http { get; set; } = null!;

    /// <summary>What was answered to the form that led here, sealed.</summary>
    [SupplyParameterFromQuery(Name = "said")]
    public string? Said { get; set; }

    /// <summary>Who looks; null only on pages that are open.</summary>
    internal Visitor? Who => Http.Features.Get<Visitor>();

    internal Visitor Visitor => Who ?? throw new InvalidOperationException("an open page has no visitor");

    internal string Language => PageLanguage.Of(Http);

    /// <summary>The page as it stands in the address, without what was answered on the way here.</summary>
    internal string Here => Navigation.GetUriWithQueryParameter("said", (string?)null) is var uri ? new Uri(uri).PathAndQuery : "";

    internal DateTimeOffset Now => Console.Clock.GetUtcNow();

    /// <summary>Draws a page once, when all that it shows is read. The framework would draw it first without, which costs as much and is never sent.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        OnInitialized();
        await OnInitializedAsync();
        OnParametersSet();
        await OnParametersSetAsync();
        StateHasChanged();
    }

    internal string Say(string key, params IReadOnlyList<string> values) => Sentences.Of(Language, key, values);

    internal Task<T> DoAsync<T>(Func<ILedger, T> errand) => Console.Ledger.DoAsync(errand, Http.RequestAborted);

    /// <summary>The sentence of <see cref="Said"/>, or empty.</summary>
    internal string SaidText()
    {
        if (Said is not { Length: > 0 and < 4_000 } said) return "";
        try
        {
            var sealedText = Convert.FromBase64String(said.Replace('-', '+').Replace('_', '/') + new string('=', (4 - said.Length % 4) % 4));
            return Console.Seal.Open(sealedText, SaidContext) is { } text ? Encoding.UTF8.GetString(text) : "";
        }
        catch (FormatException)
        {
            return "";
        }
    }

    /// <summary>Leads to a page that shows what was done: loading it again does nothing twice.</summary>
    /// <param name="path">Of ours, with or without a query.</param>
    internal void Lead(string path, Ruling done) =>
        Navigation.NavigateTo(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "said=" + Convert.ToBase64String(Console.Seal.Seal(done.In(Language), SaidContext)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
}
