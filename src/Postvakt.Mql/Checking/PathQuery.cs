using System.Xml.XPath;

namespace Postvakt.Mql.Checking;

/// <summary>A query of XPath 1.0 as rules write it, for the framework's engine.</summary>
public static class PathQuery
{
    /// <summary>Characters of a query. 4,096; the engine itself refuses what is nested too deep.</summary>
    private const int MaxLength = 4_096;

    /// <summary>The query, or null where it is none.</summary>
    /// <param name="fault">What is wrong with it, for people; else empty.</param>
    public static XPathExpression? Compile(string query, out string fault)
    {
        ArgumentNullException.ThrowIfNull(query);
        fault = "";
        try
        {
            if (query.Length > MaxLength) fault = $"a query of XPath has at most {MaxLength} characters";
            else if (XPathExpression.Compile(HasBracketTooMany(query) ? query[..^1] : query) is { ReturnType: XPathResultType.NodeSet } expression) return expression;
            else fault = "this query of XPath gives no nodes";
        }
        catch (Exception broken) when (broken is XPathException or ArgumentException)
        {
            fault = "this is no query of XPath 1.0: " + broken.Message;
        }
        return null;
    }

    /// <summary>A public rule has one at the end of its query, where the engine that it was written for does not look.</summary>
    private static bool HasBracketTooMany(string query) => query.EndsWith(']') && query.AsSpan().Count(']') == query.AsSpan().Count('[') + 1;
}
