using Postvakt.Mql;

namespace Postvakt.Rules.Pages;

/// <summary>A page, or a part of one, as rules see it.</summary>
internal interface IRuleHtml
{
    MqlValue Raw { get; }

    MqlValue DisplayText { get; }

    MqlValue InnerText { get; }

    MqlValue Links { get; }

    /// <exception cref="PageBudgetException">The page has no more steps.</exception>
    PageNavigator Navigator();
}
