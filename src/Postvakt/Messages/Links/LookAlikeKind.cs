namespace Postvakt.Messages.Links;

/// <summary>How one domain resembles another.</summary>
public enum LookAlikeKind
{
    /// <summary>The same domain, or no resemblance.</summary>
    None,

    /// <summary>The registered labels look the same: nordw1nd.example for nordwind.example, also under another suffix.</summary>
    SameSkeleton,

    /// <summary>One or two letters added, dropped, changed or swapped.</summary>
    EditDistance,

    /// <summary>The same label under another public suffix: nordwind.com for nordwind.se.</summary>
    OtherSuffix,

    /// <summary>The label with something added: nordwind-invoice.example, nordwindgroup.example.</summary>
    Contained,
}
