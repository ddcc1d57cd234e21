namespace Postvakt.Messages.Bodies;

[Flags]
public enum MarkupTraits
{
    None = 0,

    /// <summary>Five or more empty line breaks in a row above a quote.</summary>
    BreakPadding = 1,

    /// <summary>The quoted mail stands in a pre element.</summary>
    PreformattedQuote = 2,

    /// <summary>Text that the markup hides (display:none, zero size, colour of the ground) was left out.</summary>
    HiddenText = 4,

    Script = 8,
    Form = 16,
}
