using System.Text;
using Postvakt.Authentication.Arc;
using Postvakt.Authentication.Dkim;
using Postvakt.Authentication.Dmarc;
using Postvakt.Authentication.Spf;

namespace Postvakt.Authentication;

/// <summary>
/// Writes Authentication-Results (RFC 8601 2.2), a method a line. Only names that were taken out of a mail stand in it as values; what is not
/// plain is quoted, and no line break, quote or non-ASCII character gets through.
/// </summary>
internal static class ResultsField
{
    /// <summary>Characters of a value. 253: the longest name.</summary>
    private const int MaxValue = DomainNames.MaxLength;

    public static string Write(string authservId, SpfOutcome spf, IReadOnlyList<DkimOutcome> dkim, DmarcOutcome dmarc, ArcOutcome arc)
    {
        var text = new StringBuilder(authservId, 512);
        Method(text, "spf", Verification.Name(spf.Result), spf.Problem);
        Value(text, spf.ByHelo ? "smtp.helo" : "smtp.mailfrom", spf.Domain);
        if (dkim.Count == 0) Method(text, "dkim", "none", "");
        foreach (var signature in dkim)
        {
            Method(text, "dkim", Verification.Name(signature.Result), signature.Problem);
            Value(text, "header.d", signature.Domain);
            Value(text, "header.s", signature.Selector);
            Value(text, "header.b", signature.Beginning);
        }
        Method(text, "dmarc", Verification.Name(dmarc.Result), dmarc.Problem);
        Value(text, "header.from", dmarc.Domain);
        if (dmarc.Policy is { } policy) Value(text, "polrec.p", Verification.Name(policy));
        if (dmarc.PolicyDomain != dmarc.Domain) Value(text, "polrec.domain", dmarc.PolicyDomain);
        if (arc.Result != ArcResult.None)
        {
            Method(text, "arc", Verification.Name(arc.Result), arc.Vouches ? "a trusted sealer saw dmarc pass" : arc.Problem);
            Value(text, "header.d", arc.Sealer);
        }
        return text.ToString();
    }

    private static void Method(StringBuilder text, string method, string result, string reason)
    {
        text.Append(";\n\t").Append(method).Append('=').Append(result);
        if (reason.Length > 0) text.Append(" reason=\"").Append(reason).Append('"');
    }

    private static void Value(StringBuilder text, string property, string value)
    {
        if (value.Length == 0) return;
        text.Append(' ').Append(property).Append('=');
        var cut = value.AsSpan(0, Math.Min(value.Length, MaxValue));
        if (IsPlain(cut))
        {
            text.Append(cut);
            return;
        }
        text.Append('"');
        foreach (var c in cut) text.Append(c is <= ' ' or > '~' or '"' or '\\' ? '?' : c);
        text.Append('"');
    }

    private static bool IsPlain(ReadOnlySpan<char> value)
    {
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')) return false;
        }
        return true;
    }
}
