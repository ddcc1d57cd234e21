using System.Text;
using System.Text.RegularExpressions;
using Postvakt.Mql;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Patterns;
using Postvakt.Mql.Rules;

namespace Postvakt.Fuzz.Targets;

/// <summary>Sources and rule files of anybody over odd messages; and the same text as a pattern, and as the text that rules of ours look at.</summary>
internal sealed class MqlTarget : ITarget
{
    private static readonly MqlRuleSet Known = Read(string.Join("---\n", new[]
    {
        "any(body.links, .href_url.domain.root_domain in $list and strings.icontains(.display_text, subject.subject))", "regex.icontains(body.current_thread.text, '(a+)+b', '\\bé?x\\b', subject.subject)",
        "strings.ilike(subject.subject, '*a*b?', '?c') or strings.levenshtein(subject.subject, sender.display_name) < 3", "length(strings.scan_base64(body.current_thread.text, ignore_padding=true)) > 0 or strings.parse_json(body.current_thread.text).a == 1",
        "length(regex.extract(body.current_thread.text, '(?P<n>.)(.)?')) > 3 or hash.sha256(strings.replace_confusables(subject.subject)) == 'x'", "beta.ip_in(subject.subject, '192.0.2.0/24') or strings.decode_base64(subject.subject) == 'x' or length(subject.subject[1:3]) == 2",
    }.Select((s, i) => $"name: known{i}\nsource: |\n  {s}\n")));

    private static readonly JsonHost Host = MakeHost();
    private static readonly MqlEngine KnownEngine = new(Known, Host);

    /// <summary>An input is parsed twice; as the text of a message six rules look at it four times each, once with ten times the steps.</summary>
    public TimeSpan SlowPerBlock => TimeSpan.FromSeconds(3);

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[]
    {
        "type.inbound\nand any(attachments, .file_type in~ ('pdf', \"zip\",) and any(file.explode(.), strings.icontains(.scan.ocr.raw, 'x')))\n// comment\nand 2 of (subject.is_reply, 0 < length(body.links) <= 5, not sender.display_name is null)\n",
        "any(body.links, any([.display_text, ..subject.subject], . =~ 'a\\u{41}')) or headers.hops[0].index + 1 * 2 / 3 % 4 - 5 >= 0",
        "sum(map(filter(attachments, .size > 1), .size)) == 3 and ratio(body.links, .visible) > 0.5 and length(distinct(map(recipients.to, .email.email))) != 2",
        "name: Rule\ntype: rule\nseverity: high\nsource: |\n  any(values(body.links[0].href_url.query_params_decoded), any(., . not in $list))\ntags: [a]\nid: 1\n---\nname: Query\ntype: query\nsource: map(attachments, .file_name)[:2]\n",
        "regex.icontains(subject.subject, '(?i)^[^[:punct:]\\x{1F600}-\\x{1F64F}]{2,5}(?P<a>b|c)*?\\z', \"[\\\\w-]+\")",
        "coalesce(network.whois(sender.email.domain).days_old, 3.5) < 30 or ml.link_analysis(body.links[0], mode=\"aggressive\").credphish.brand.name == 'x'",
        "(?:a|b(?P<n>c+)?)[^\\d\\s]{1,3}\\b$|\\p{L}\\Qx\\E",
        "all(flatten([recipients.to, recipients.cc]), keys(strings.parse_json('{\"a\":1}')['b'])[0] == null)",
    }.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\n", "\n---\n", "source: |\n  ", "source: >\n  ", "name: ", "type: query\n", " and ", " or ", "not ", " in ", " not in~ ", " is null", " is not null", "2 of (", "(", ")", "[", "]", ",", ".", "..", "...", ":", "=", "==", "!=", "=~", "!~", "<", "<=", ">", "+", "-", "*", "/", "%", "'", "''", "\"",
        "\\u{1F600}", "\\n", "\\", "//", "$list", "$none", "true", "false", "null", "0", "1", "9223372036854775807", "1.5", "any(", "all(", "filter(", "map(", "distinct(", "sum(", "ratio(", "length(", "coalesce(", "flatten(", "keys(", "values(", "attachments", "body.links", "subject.subject", "sender.email.domain",
        "body.current_thread.text", "recipients.to", ".file_type", ".href_url", "strings.icontains(", "strings.ilike(", "regex.contains(", "regex.extract(", "strings.concat(", "strings.parse_json(", "strings.levenshtein(", "beta.ip_in(", "file.explode(.)", "network.whois(", "ml.nlu_classifier(", "mode=", "format=\"url\"",
        "(a+)+", "{2,5}", "{1000}", "[^a-z]", "(?i)", "(?s:.", "(?P<a>", "(?=", "\\1", "[[:alpha:]]", "\\x{10FFFF}", "\\pN", "\\P{Lu}", "\\b", "\\z", "*?", "\u200b", "\u0130", "\u212a", "\ud83d\ude00",
    ];

    public void Take(byte[] input, int variant)
    {
        var text = Encoding.UTF8.GetString(input);
        Ask(Pattern.Read(text.Length > 200 ? text[..200] : text, variant % 2 == 0, out _), text, variant % 3 == 0);
        var indented = "name: one\ntype: " + (variant % 4 == 0 ? "query" : "rule") + "\nsource: |\n  " + text.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal) + "\n";
        foreach (var rules in new[] { Read(indented), Read(text) })
        {
            foreach (var problem in rules.Problems) Invariants.Hold(problem.Message.Length > 0 && !problem.ToString().Contains('\n', StringComparison.Ordinal) && problem.Line >= 0, "a problem is no sentence");
            Run(new(rules, Host), text, variant);
        }
        Run(KnownEngine, text, variant);
    }

    /// <summary>A pattern may give up in the two ways that it says.</summary>
    private static void Ask(Pattern? pattern, string text, bool whole)
    {
        try
        {
            if (pattern?.Matches(text, whole) == true) Invariants.Hold(pattern.Find(text, whole) is { } found && found.Start + found.Length <= text.Length, "what matches must be found");
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            return;
        }
    }

    private static void Run(MqlEngine engine, string text, int variant)
    {
        var options = new MqlSessionOptions { MaxSteps = 100_000 };
        var (with, without) = (engine.NewSession(options), engine.NewSession(options with { UseNeeds = false }));
        var message = Message(text, variant);
        with.Begin(message);
        without.Begin(message);
        foreach (var rule in engine.Rules)
        {
            var result = with.Evaluate(rule);
            Invariants.Hold(result.Outcome == MqlOutcome.Indeterminate == result.Because.Count > 0, "an indeterminate rule must say why, and no other");
            var slow = without.Evaluate(rule);
            Invariants.Hold(slow.Outcome == result.Outcome || slow.Because.Contains("budget") || result.Because.Contains("budget"), "leaving a rule out changed its outcome");
            _ = with.Value(rule).ToString();
            var explained = with.Explain(rule);
            Invariants.Hold(explained.Evidence.Count <= 32 && explained.Evidence.All(e => e.Text.Length <= 160), "evidence is larger than it may be");
        }
    }

    private static MqlMap Message(string text, int variant)
    {
        var part = text.Length > 40 ? text[..40] : text;
        MqlMap domain = new() { ["domain"] = MqlValue.Of(part), ["root_domain"] = MqlValue.Of("a.example") };
        MqlMap link = new() { ["display_text"] = MqlValue.Of(part), ["visible"] = MqlValue.Of(true), ["href_url"] = MqlValue.Of(new MqlMap { ["url"] = MqlValue.Of(text), ["domain"] = MqlValue.Of(domain), ["query_params_decoded"] = MqlValue.Of(new MqlMap { ["a"] = MqlValue.Of(new MqlArray(MqlValue.Of(part))) }) }) };
        return new()
        {
            ["type"] = MqlValue.Of(new MqlMap { ["inbound"] = MqlValue.Of(true) }),
            ["subject"] = MqlValue.Of(new MqlMap { ["subject"] = variant % 5 == 0 ? MqlValue.Null : MqlValue.Of(part), ["is_reply"] = MqlValue.Of(variant % 2 == 0) }),
            ["sender"] = MqlValue.Of(new MqlMap { ["display_name"] = MqlValue.Of(part), ["email"] = MqlValue.Of(new MqlMap { ["domain"] = MqlValue.Of(domain) }) }),
            ["attachments"] = MqlValue.Of(new MqlArray(MqlValue.Of(new MqlMap { ["file_type"] = MqlValue.Of("pdf"), ["size"] = MqlValue.Of((long)variant), ["file_name"] = MqlValue.Of(part) }), MqlValue.Of(new MqlMap()))),
            ["body"] = MqlValue.Of(new MqlMap { ["current_thread"] = MqlValue.Of(new MqlMap { ["text"] = MqlValue.Of(text) }), ["links"] = MqlValue.Of(new MqlArray(MqlValue.Of(link), MqlValue.Of(new MqlMap()))) }),
        };
    }

    private static MqlRuleSet Read(string yaml)
    {
        var loader = new MqlRuleLoader();
        loader.AddText("f", yaml);
        return loader.Build();
    }

    private static JsonHost MakeHost()
    {
        var host = new JsonHost();
        host.Lists["list"] = new MqlList(["a.example", "b"]);
        host.Functions["file.explode"] = (_, a) => MqlValue.Of(new MqlArray(a[0], MqlValue.Null));
        host.Functions["ml.nlu_classifier"] = (_, _) => MqlValue.Null;
        return host;
    }
}
