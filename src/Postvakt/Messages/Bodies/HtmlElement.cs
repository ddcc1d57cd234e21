using MimeKit.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>An open element of the page.</summary>
internal struct HtmlElement
{
    public HtmlTagId Id;

    /// <summary>Length of the text when the element began.</summary>
    public int Start;

    /// <summary>True when letters have no size here: inherited, and ended by any element that gives them one.</summary>
    public bool NoSize;

    /// <summary>True for a container that holds a header block in Outlook's mails, until its text was looked at.</summary>
    public bool MayHoldHeaders;

    /// <summary>True when five or more empty lines stood above the element.</summary>
    public bool Padded;
}
