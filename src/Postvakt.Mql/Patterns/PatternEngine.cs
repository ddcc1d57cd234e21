using System.Text.RegularExpressions;

namespace Postvakt.Mql.Patterns;

/// <summary>
/// What runs a pattern. One without open repetitions has a bounded number of ways to match from a place; where they are few, the engine that tries them one after another is as linear as the other, and takes a hundredth of its memory
/// (0.85 MB each) and of the time to make it: for the many patterns that are hardly ever asked.
/// </summary>
/// <param name="linear">Makes the engine whose time is linear whatever the pattern.</param>
/// <param name="quick">Makes the one that tries ways.</param>
/// <param name="ways">How many there are from one place.</param>
/// <param name="cost">Steps of one way, at most.</param>
internal sealed class PatternEngine(Func<Regex> linear, Func<Regex> quick, double ways, long cost)
{
    /// <summary>Ways from one place. 500: two gaps of twenty characters.</summary>
    private const double MostWays = 500;

    /// <summary>Steps of all ways from all places of a text together: some tenths of a second at the very worst.</summary>
    private const double MostSteps = 200_000_000;

    /// <summary>Characters after which a pattern is asked often enough for the other engine, which is several times as fast once its tables are made. Four million: some thousand mails.</summary>
    private const long MostAsked = 4_000_000;

    private readonly Lazy<Regex> _linear = new(linear);
    private readonly Lazy<Regex> _quick = new(quick);

    private long _asked;

    public Regex For(string text)
    {
        if (ways > MostWays || text.Length * ways * cost > MostSteps || Volatile.Read(ref _asked) > MostAsked) return _linear.Value;
        Interlocked.Add(ref _asked, text.Length);
        return _quick.Value;
    }
}
