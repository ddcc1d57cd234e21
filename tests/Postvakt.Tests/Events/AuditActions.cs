using System.Text.RegularExpressions;

namespace Postvakt.Tests.Events;

/// <summary>
/// The actions that the sources audit: what stands as action where an audit event is made, and, through every method with a parameter "action", where it is called. What cannot be read there is
/// named too, so that nobody audits something in a way that this does not see.
/// </summary>
internal static partial class AuditActions
{
    /// <summary>Expressions that are no literal, with what they stand for.</summary>
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["action"] = [],
        ["string action"] = [], ["string Action"] = [],
        ["wish.Action"] = [],
        ["Looks.Mail"] = ["view-mail"], ["Looks.Text"] = ["view-text"], ["Looks.Source"] = ["view-source"], ["Looks.Original"] = ["export-original"],
        ["Viewed"] = ["view-hunts", "view-people"],
        ["Delivered"] = ["delivered"], ["InDoubt"] = ["delivery-in-doubt"],
        ["Requests.Action"] = ["request"], ["Emergency"] = ["emergency-release"], ["EmergencyRefusal"] = ["emergency-refuse"],
        ["Name(decision)"] = ["automatic-warn", "automatic-lock", "automatic-ask", "automatic-sweep"],
        ["job.Job.Kind + \"-failed\""] = ["digest-failed", "notice-failed", "alert-failed", "report-answer-failed"],
        // What somebody did in Teams, no audited action.
        ["type == \"installationUpdate\" ? GraphJson.Text(json, \"action\") : \"\""] = [],
        ["\"page-\" + what"] = ["page-decide", "page-tell"],
    };

    public static (IReadOnlySet<string> Actions, IReadOnlyList<string> Unread) Find(IEnumerable<(string Name, string Text)> files)
    {
        var (actions, unread) = (new HashSet<string>(StringComparer.Ordinal), new List<string>());
        foreach (var (name, raw) in files)
        {
            var text = Comment().Replace(raw, "");
            var takers = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (method, _, arguments) in Calls(text))
                for (var i = 0; i < arguments.Count; i++)
                    if (arguments[i] is "string action" or "string Action") takers[method] = i;
            foreach (var (method, before, arguments) in Calls(text))
            {
                var place = method == "Of" && before.EndsWith("AuditEvent.", StringComparison.Ordinal) || method == "AuditEvent" && before.EndsWith("new ", StringComparison.Ordinal) ? 2
                    : method == "Note" && before.EndsWith("Looks.", StringComparison.Ordinal) ? 2
                    : takers.TryGetValue(method, out var at) && !before.EndsWith('.') ? at : -1;
                if (method == "new" && before.EndsWith("Rule(", StringComparison.Ordinal)) place = 1;
                if (place < 0 || place >= arguments.Count) continue;
                Read(name, arguments[place], actions, unread);
            }
        }
        return (actions, unread);
    }

    private static void Read(string file, string argument, HashSet<string> actions, List<string> unread)
    {
        if (Known.TryGetValue(argument, out var known)) actions.UnionWith(known);
        else if (Choice().IsMatch(argument)) actions.UnionWith(Literal().Matches(argument).Select(m => m.Groups[1].Value).Where(a => a.Length > 0));
        else unread.Add($"{file}: {argument}");
    }

    public static IEnumerable<(string Name, string Text)> Sources()
    {
        foreach (var folder in (string[])["Postvakt", "Postvakt.Server", "Postvakt.Web", "Postvakt.Storage"])
            foreach (var file in Directory.EnumerateFiles(Checkout.At("src", folder), "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".cs" or ".razor" && !Generated().IsMatch(f)))
                if (Path.GetFileName(file) is not ("AuditTable.cs" or "PostgresDecisions.cs" or "AuditEvent.cs")) yield return (Path.GetFileName(file), File.ReadAllText(file));
    }

    /// <summary>All that looks like a call, with what stands before its name and its arguments.</summary>
    private static IEnumerable<(string Name, string Before, IReadOnlyList<string> Arguments)> Calls(string text)
    {
        foreach (Match call in Call().Matches(text)) yield return (call.Groups[1].Value, text[Math.Max(0, call.Index - 12)..call.Index], Arguments(text, call.Index + call.Length - 1));
    }

    private static List<string> Arguments(string text, int open)
    {
        var (all, depth, start, quoted) = (new List<string>(), 0, open + 1, false);
        for (var i = open; i < text.Length && i < open + 20_000; i++)
        {
            if (text[i] == '\\' && quoted) i++;
            else if (text[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] == '\'' && i + 2 < text.Length && (text[i + 2] == '\'' || text[i + 1] == '\\')) i += text[i + 1] == '\\' ? 3 : 2;
            else if (text[i] is '(' or '[' or '{') depth++;
            else if (text[i] is ')' or ']' or '}' && --depth == 0)
            {
                all.Add(text[start..i].Trim());
                return all;
            }
            else if (text[i] == ',' && depth == 1)
            {
                all.Add(text[start..i].Trim());
                start = i + 1;
            }
        }
        return [];
    }

    [GeneratedRegex(@"(?m)^\s*//.*$|(?<![:""])//[^""\n]*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(\w+)\(")]
    private static partial Regex Call();

    [GeneratedRegex("""^(?:[^"?]*\?\s*)?"[a-z-]*"(?:\s*:\s*"[a-z-]+")?$""")]
    private static partial Regex Choice();

    [GeneratedRegex("\"([a-z-]*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"[/\\](bin|obj)[/\\]")]
    private static partial Regex Generated();
}
