namespace Postvakt.Messages.Bodies;

/// <summary>A quoted message while its lines are collected.</summary>
internal sealed class OpenQuote(int depth)
{
    public int Depth { get; } = depth;
    public Announcement? Announced { get; set; }
    public int FirstLine { get; set; } = -1;
    public int LastLine { get; set; } = -1;
    public bool HasText { get; set; }
}
