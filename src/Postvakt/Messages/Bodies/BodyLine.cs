namespace Postvakt.Messages.Bodies;

/// <summary>One line of a body while it is being split.</summary>
internal struct BodyLine
{
    /// <summary>Offset of the first character.</summary>
    public int Start;

    /// <summary>Offset after the last character, without the line end.</summary>
    public int End;

    /// <summary>Offset of the first character after quote marks.</summary>
    public int Text;

    /// <summary>Number of quote marks, or depth in the markup.</summary>
    public int Depth;

    public bool Blank;

    /// <summary>Index of the announcement (attribution, header block, divider) that begins here, else -1.</summary>
    public int Announcement;

    public SegmentKind Kind;

    /// <summary>Index of the quoted message the line belongs to, else -1.</summary>
    public int Quote;

    /// <summary>Index of the next line of the same quoted message, else -1.</summary>
    public int Next;
}
