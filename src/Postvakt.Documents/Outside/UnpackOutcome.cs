namespace Postvakt.Documents.Outside;

public enum UnpackOutcome
{
    Done,

    /// <summary>A password is needed, or the one given is wrong.</summary>
    Locked,

    /// <summary>Broken off by a limit: what came out so far is given.</summary>
    Limit,

    /// <summary>Broken, or the parser gave up or died.</summary>
    Broken,
}
