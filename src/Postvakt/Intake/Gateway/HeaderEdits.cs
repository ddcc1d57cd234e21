using System.Buffers;
using System.Globalization;
using System.Text;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// What is changed in the header of a delivered mail: forged fields of ours go, our own come on top, tagged mail gets its mark. Pure; a milter
/// sends it as commands, a hop applies it to the bytes.
/// </summary>
/// <param name="Remove">Fields that go: name and which of that name, from 1, highest first, so that the numbers stay right while removing.</param>
/// <param name="Prepend">Fields that come on top, the first one topmost.</param>
/// <param name="Subject">The new subject as encoded field value, or null when it stays.</param>
public sealed record HeaderEdits(IReadOnlyList<(string Name, int Occurrence)> Remove, IReadOnlyList<(string Name, string Value)> Prepend, string? Subject)
{
    public const string Verdict = "X-Postvakt-Verdict";
    public const string Id = "X-Postvakt-Id";
    public const string AuthenticationResults = "Authentication-Results";

    private static readonly SearchValues<char> ServerEnds = SearchValues.Create(" \t\r\n;(");

    public static readonly HeaderEdits None = new([], [], null);

    /// <param name="fields">Names and raw values of the mail's header, in order.</param>
    /// <param name="authservId">Our name in Authentication-Results: such fields from outside are forged; empty when we write none.</param>
    /// <param name="results">Our own Authentication-Results value, or empty.</param>
    /// <param name="mark">Put before the subject of tagged mail, or empty.</param>
    public static HeaderEdits Of(IReadOnlyList<(string Name, string Value)> fields, StoredAnswer answer, string authservId, string results, string mark)
    {
        var remove = new List<(string, int)>();
        var counts = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        string? subject = null;
        foreach (var (name, value) in fields)
        {
            var occurrence = counts[name] = counts.GetValueOrDefault(name) + 1;
            if (name.StartsWith("X-Postvakt-", StringComparison.OrdinalIgnoreCase) || IsForgedResult(name, value, authservId)) remove.Add((name, occurrence));
            if (name.Equals("Subject", StringComparison.OrdinalIgnoreCase)) subject ??= value;
        }
        remove.Reverse();
        var prepend = new List<(string, string)>
        {
            (Verdict, string.Create(CultureInfo.InvariantCulture, $"{answer.Verdict.Name()}; score={answer.Score:0.00}; disposition={answer.Applied.Name()}")),
            (Id, answer.Id),
        };
        if (results.Length > 0) prepend.Insert(0, (AuthenticationResults, results));
        var marks = answer.Applied == Disposition.Tag && mark.Length > 0;
        // A mail without a subject gets one: its reader must not miss the mark because the sender left it out.
        if (marks && subject is null) prepend.Add(("Subject", SubjectMark.Put("", mark)!));
        return new HeaderEdits(remove, prepend, marks && subject is not null ? SubjectMark.Put(subject, mark) : null);
    }

    private static bool IsForgedResult(string name, string value, string authservId) =>
        authservId.Length > 0 && name.Equals(AuthenticationResults, StringComparison.OrdinalIgnoreCase) && ServerOf(value).Equals(authservId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The authserv-id of a value (RFC 8601 2.2): comments may stand before it, and it may be quoted. Linear in the value.</summary>
    private static string ServerOf(string value)
    {
        var at = 0;
        for (var depth = 0; at < value.Length && (depth > 0 || value[at] is ' ' or '\t' or '\r' or '\n' or '('); at++)
        {
            if (value[at] == '(') depth++;
            else if (value[at] == ')') depth--;
            else if (value[at] == '\\' && depth > 0) at++;
        }
        if (at >= value.Length) return "";
        if (value[at] != '"')
        {
            var end = value.AsSpan(at).IndexOfAny(ServerEnds);
            return end < 0 ? value[at..] : value.Substring(at, end);
        }
        var server = new StringBuilder();
        while (++at < value.Length && value[at] != '"')
        {
            if (value[at] == '\\' && ++at == value.Length) break;
            server.Append(value[at]);
        }
        return server.ToString();
    }
}
