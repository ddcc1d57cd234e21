namespace Postvakt.Signals;

/// <summary>Who stands behind a feed. The values are stored; do not renumber.</summary>
public enum FeedClass
{
    /// <summary>Anybody may have put something in.</summary>
    Public = 0,

    /// <summary>A company or a circle that one knows.</summary>
    Partner = 1,

    /// <summary>An organisation of the same group.</summary>
    Sister = 2,
}
