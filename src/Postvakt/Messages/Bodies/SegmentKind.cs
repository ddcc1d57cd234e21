namespace Postvakt.Messages.Bodies;

public enum SegmentKind
{
    /// <summary>Written by the sender of this mail.</summary>
    Authored,

    /// <summary>"On …, X wrote:" lines and From/Sent/To/Subject blocks that introduce a quote.</summary>
    Attribution,

    Quoted,

    Signature,

    /// <summary>Legal or confidentiality text that a gateway or program adds.</summary>
    Disclaimer,

    /// <summary>Footer of a mailing list, or an advertisement of a mail program or provider.</summary>
    Footer,
}
