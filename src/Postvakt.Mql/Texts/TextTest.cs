using Postvakt.Mql.Execution;

namespace Postvakt.Mql.Texts;

/// <summary>A question to a text with all it looks for known beforehand.</summary>
internal abstract class TextTest
{
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A pattern took too long.</exception>
    /// <exception cref="NotSupportedException">A pattern has more states than the engine holds.</exception>
    public abstract bool Test(string text, Frame frame);

    /// <summary>Texts of which one, in any case, stands in whatever it is true of; null when there are none.</summary>
    public virtual IReadOnlyList<string>? Words => null;

    /// <summary>It is true of every text in which one of <see cref="Words"/> stands, in any case.</summary>
    public virtual bool IsWords => false;

    /// <summary>Where it was found; null when it was not, or when the whole text is meant.</summary>
    public abstract (int Start, int Length)? Find(string text);
}
