using CsCheck;
using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;
using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Execution;

/// <summary>The promise behind "indeterminate": what a rule says without an answer, it says with any answer.</summary>
public sealed class HonestyTests
{
    private const string Mail = """{"type":{"inbound":true},"sender":{"display_name":"a","email":{"domain":{"domain":"a.example"}}},"attachments":[{"file_name":"a","size":1},{"file_name":"b","size":2}],"body":{"current_thread":{"text":"pay now"},"links":[]}}""";

    private static readonly Gen<string> Leaves = OneOf(
        "true", "false", "type.inbound", "type.outbound", "any(body.links, true)", "sender.display_name == 'a'",
        "network.whois(sender.email.domain).found", "network.whois(sender.email.domain).days_old < 3", "network.whois(sender.email.domain).found is null", "coalesce(network.whois(sender.email.domain).found, false)",
        "any(network.whois(sender.email.domain).name_servers, .valid)", "all(network.whois(sender.email.domain).name_servers, .valid)", "length(network.whois(sender.email.domain).name_servers) == 1",
        "length(filter(network.whois(sender.email.domain).name_servers, .valid)) > 0", "sum(map(network.whois(sender.email.domain).name_servers, 1)) == 0", "length(distinct(network.whois(sender.email.domain).name_servers, .domain)) == 1",
        "any(filter(attachments, beta.ocr(.).text == 'x'), .size == 2)", "length(filter(attachments, beta.ocr(.).success)) == 1", "all(filter(attachments, beta.ocr(.).success), .size > 1)", "any(distinct(attachments, beta.ocr(.).text), .size == 2)",
        "length(distinct(map(attachments, beta.ocr(.).text))) == 1", "ratio(attachments, beta.ocr(.).success) > 0.4", "'x' in map(attachments, beta.ocr(.).text)", "'b' in map(filter(attachments, beta.ocr(.).success), .file_name)",
        "'x' not in map(attachments, beta.ocr(.).text)", "any(flatten([filter(attachments, beta.ocr(.).success), attachments]), .size == 1)", "filter(attachments, beta.ocr(.).success)[0].size == 1", "any(attachments, beta.ocr(.).success and .size == 3)",
        "strings.icontains(beta.ocr(attachments[0]).text, 'x', sender.display_name)", "strings.icontains(sender.display_name, beta.ocr(attachments[0]).text, 'a')", "regex.contains(beta.ocr(attachments[0]).text, '^x')", "strings.concat('a', beta.ocr(attachments[0]).text) == 'ax'",
        "beta.ocr(attachments[5]).success", "sender.display_name in $org_display_names", "sender.display_name not in~ $org_display_names", "any($org_display_names, . == 'a')", "any($org_domains, strings.ilevenshtein(., sender.email.domain.domain) < 2)",
        "network.whois(sender.email.domain).days_old + 1 > 3", "0 < network.whois(sender.email.domain).days_old < 4", "beta.ocr(attachments[0]).text != network.whois(sender.email.domain).registrar_name", "network.whois(sender.email.domain).days_old < attachments[7].size");

    private static readonly Gen<string> Sources = Deeper(Deeper(Deeper(Leaves)));

    private static readonly Gen<string> Whois =
        from found in OneOf("true", "false", "null")
        from days in OneOf("1", "3.5", "null")
        from name in OneOf("\"x\"", "null")
        from servers in OneOf("[]", "null", """[{"valid":true,"domain":"n"}]""", """[{"valid":false},{"valid":true}]""", "[{}]")
        from whole in OneOf("", "", "", "null")
        select whole.Length > 0 ? whole : $$"""{"found":{{found}},"days_old":{{days}},"registrar_name":{{name}},"name_servers":{{servers}}}""";

    private static readonly Gen<string> Texts =
        from success in OneOf("true", "false", "null")
        from text in OneOf("\"x\"", "\"a\"", "null")
        from whole in OneOf("", "", "", "null")
        select whole.Length > 0 ? whole : $$"""{"success":{{success}},"text":{{text}}}""";

    [Fact]
    public void WhatIsSaidWithoutAnAnswer_IsSaidWithAnyAnswer() =>
        Gen.Select(Sources, Whois, Texts.Array[2], Gen.Bool, Gen.Int[0, 7]).Sample((source, whois, texts, listed, lacks) =>
        {
            var bed = new Bed();
            var rules = bed.Rules(source);
            var asked = 0;
            bed.Has("network.whois", whois);
            // Each attachment has an answer of its own.
            var answers = texts.Select(t => JsonHost.Read($$"""{"a":{{t}}}""")["a"]).ToArray();
            bed.Host.Functions["beta.ocr"] = (_, a) => ((MqlMap)a[0].Object!)["size"].TryInt(out var size) ? answers[(int)size - 1] : answers[asked++ % 2];
            foreach (var list in new[] { "org_display_names", "org_domains" }) bed.Host.Lists[list] = new MqlList(listed ? ["a", "a.example"] : []);
            var full = Outcome(rules, bed.Host);
            if (full == MqlOutcome.Indeterminate) return false;
            if ((lacks & 1) != 0) bed.Host.Functions.Remove("network.whois");
            if ((lacks & 2) != 0) bed.Host.Functions.Remove("beta.ocr");
            if ((lacks & 4) != 0) bed.Host.Lists.Clear();
            var partial = Outcome(rules, bed.Host);
            return partial == full || (partial == MqlOutcome.Indeterminate && lacks != 0);
        }, iter: 2_000);

    [Fact]
    public void WhatCannotMatch_DoesNot() =>
        Gen.Select(Sources, Whois, Gen.Int[0, 3]).Sample((source, whois, lacks) =>
        {
            var bed = new Bed();
            if ((lacks & 1) == 0) bed.Has("network.whois", whois);
            if ((lacks & 2) == 0) bed.List("org_display_names", "a").List("org_domains", "b.example");
            var rules = bed.Rules(source);
            return Outcome(rules, bed.Host) != MqlOutcome.Match || rules.Rules[0].CanMatch(n => bed.Host.Functions.ContainsKey(n) || bed.Host.Lists.ContainsKey(n.TrimStart('$')));
        }, iter: 2_000);

    [Fact]
    public void WhatIsMissingBesideANull_IsNotFulfilled_SoThatItsOppositeMatches()
    {
        // Nothing in it is certain but the null: an unknown beside it is false or null, and the loop takes both for false.
        var bed = new Bed();
        bed.Has("network.whois", """{"registrar_name":null}""");
        var rules = bed.Rules("not all(attachments, beta.ocr(.).success and beta.ocr(.).text != network.whois(sender.email.domain).registrar_name)");

        Assert.Equal(MqlOutcome.Match, Outcome(rules, bed.Host));
        Assert.True(rules.Rules[0].CanMatch(n => n == "network.whois"));
        Assert.False(new Bed().Rules("not all(attachments, any($org_domains, . == 'a'))").Rules[0].CanMatch(_ => false));
    }

    private static MqlOutcome Outcome(MqlRuleSet rules, JsonHost host)
    {
        var session = new MqlEngine(rules, host).NewSession();
        session.Begin(JsonHost.Read(Mail));
        return session.Evaluate(rules.Rules[0]).Outcome;
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static Gen<string> Deeper(Gen<string> inner) => Gen.OneOf(
        Leaves, inner.Select(i => $"not ({i})"), Gen.Select(inner, inner, (a, b) => $"({a}) and ({b})"), Gen.Select(inner, inner, (a, b) => $"({a}) or ({b})"), Gen.Select(inner, inner, inner, (a, b, c) => $"2 of ({a}, {b}, {c})"),
        inner.Select(i => $"any(attachments, {i})"), inner.Select(i => $"all(attachments, {i})"), inner.Select(i => $"length(filter(attachments, {i})) == 1"), Gen.Select(inner, inner, (a, b) => $"any(filter(attachments, {a}), {b})"));
}
