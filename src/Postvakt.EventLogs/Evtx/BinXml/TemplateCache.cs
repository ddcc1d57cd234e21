using System.Runtime.CompilerServices;

namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>Each chunk brings its templates along, and they are mostly those of the chunk before. One that was met before is not planned again; it is known by its tokens, not by the identifier that it claims.</summary>
internal sealed class TemplateCache
{
    private const int Most = 4096;
    private const int MostAlike = 8;

    private readonly Dictionary<int, List<BinXmlTemplate>> _known = [];
    private int _count;

    public BinXmlTemplate Of(ReadOnlySpan<BinXmlToken> tokens, string? fault)
    {
        var hash = Hash(tokens);
        if (!_known.TryGetValue(hash, out var alike) && _count < Most) _known[hash] = alike = [];
        foreach (var one in alike ?? [])
        {
            if (one.Fault == fault && IsSame(one.Tokens, tokens)) return one;
        }
        var template = new BinXmlTemplate(tokens.ToArray(), fault);
        if (alike is null || alike.Count >= MostAlike || _count >= Most) return template;
        alike.Add(template);
        _count++;
        return template;
    }

    /// <summary>Texts are mostly the same instance; where they are not, the template is planned anew.</summary>
    private static int Hash(ReadOnlySpan<BinXmlToken> tokens)
    {
        var hash = new HashCode();
        foreach (ref readonly var token in tokens)
        {
            hash.Add((int)token.Kind | token.Index << 8);
            hash.Add(RuntimeHelpers.GetHashCode(token.Text));
        }
        return hash.ToHashCode();
    }

    private static bool IsSame(IReadOnlyList<BinXmlToken> one, ReadOnlySpan<BinXmlToken> other)
    {
        if (one.Count != other.Length) return false;
        for (var n = 0; n < other.Length; n++)
        {
            if (one[n] != other[n]) return false;
        }
        return true;
    }
}
