using Microsoft.AspNetCore.Components;
using Postvakt.Wording;

namespace Postvakt.Web.Mails;

/// <summary>A part of a page: it is given what it shows and speaks the page's language.</summary>
public abstract class SectionBase : ComponentBase
{
    [Parameter, EditorRequired]
    public string Language { get; set; } = "";

    internal string Say(string key, params IReadOnlyList<string> values) => Sentences.Of(Language, key, values);
}
