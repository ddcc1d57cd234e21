using System.Text;
using Postvakt.Sigma;
using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Rules;

namespace Postvakt.Fuzz.Targets;

/// <summary>Rule files of anybody, run on odd events; and the same text as a mapping, as placeholders and as the text of an event.</summary>
internal sealed class SigmaTarget : ITarget
{
    private static readonly SigmaEngine Known = Engine("title: Known\nlogsource: {category: test}\ndetection:\n    a:\n        F|contains: [a, ab, '*x?y*', 'é']\n        G|re: '(a+)+b'\n    b:\n        - word\n        - 17\n    c:\n        F|fieldref|contains: G\n        I|cidr: 192.0.2.0/24\n        N|gt: 5\n        T|hour: 3\n    condition: 1 of them or not c");

    /// <summary>An input is read three times and runs, as the value of eight fields, through two engines six times.</summary>
    public TimeSpan SlowPerBlock => TimeSpan.FromSeconds(1);

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[]
    {
        "title: A\nid: abc\nname: a\nstatus: test\nlevel: high\nlogsource:\n    product: windows\n    category: process_creation\ndetection:\n    sel:\n        Image|endswith: '\\a.exe'\n        CommandLine|contains|all: [' -x ', 'y*z?']\n    filter:\n        User: null\n    condition: sel and not 1 of filter*\n",
        "title: B\nname: b\nlogsource: {category: test}\ndetection:\n    words:\n        - 'é\\*'\n        - 4711\n    enc:\n        F|wide|base64offset|contains: cmd\n        G|windash|contains: ' -a'\n        H|re|i: '^(a|b+)[^c-e]{2,5}\\d$'\n    condition:\n        - words\n        - enc\n",
        "title: C\nlogsource: {category: test}\ndetection:\n    s: {A|cidr: '2001:db8::/32', B|fieldref|neq: C, D|exists: false, E|lt: 5, T|week|gte: 3, P|expand: '%p%', Q|cased: Ab}\n    condition: not s\n---\ntitle: D\nname: d\ncorrelation: {type: event_count, rules: [c], group-by: [F], timespan: 5m, condition: {gte: 2}}\n",
        "title: a\nname: a\nlogsource: {category: test}\ndetection: {s: {F: '*'}, condition: s}\n---\ntitle: b\nname: b\nlogsource: {category: test}\ndetection: {s: {G: '*'}, condition: s}\n---\ntitle: t\nname: t\ncorrelation:\n    type: temporal_ordered\n    rules: [a, b]\n    group-by: [x]\n    aliases: {x: {a: F, b: G}}\n    timespan: 10s\n---\ntitle: u\ncorrelation: {type: value_percentile, rules: [a], timespan: 1h, condition: {field: F, percentile: 50, lte: 5}}\ngenerate: true\n",
        "title: F\nlogsource: {category: test}\nfilter:\n    rules: any\n    s:\n        - F|startswith: adm_\n    condition: not s\n",
        "version: 1\nfacts: {channel: Log}\nsources:\n  - logsource: {product: windows, category: process_creation}\n    events:\n      - channel: Security\n        event_id: [1, 2]\n        where: {A: [b]}\n        fields: {Image: [X, Y]}\n        values: {I: {High: h}}\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n<<: *a\n? [complex]\n: |\n  text\n--- >\n folded\n",
    }.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\n", "\n---\n", "\n...\n", ": ", "- ", "[", "]", "{", "}", "|", ">", "&a ", "*a", "!!str ", "'", "\"", "\\", "\\*", "*", "?", "%", "%p%", "\t", "#", "null", "true", "0x1F", "1e9", "-1", "~",
        "contains", "startswith", "endswith", "all", "re", "i", "m", "s", "cased", "neq", "exists", "windash", "base64", "base64offset", "utf16", "utf16le", "utf16be", "wide", "cidr", "fieldref", "expand", "lt", "gte", "hour", "week",
        "condition", "detection", "correlation", "filter", "logsource", "1 of ", "all of ", "them", " and ", " or ", "not ", "(", ")", "timespan", "10s", "group-by", "aliases", "generate", "event_count", "value_count", "temporal", "temporal_ordered",
        "value_sum", "value_avg", "value_percentile", "gt", "field", "percentile", "(a+)+", "{2,500}", "{1000}", "[^a-z]", "(?i)", "(?=", "\\1", "[[:alpha:]]", "\\x{41}", "192.0.2.0/24", "::/0", "\u2013", "\u0130", "\ud83d\ude00",
    ];

    public void Take(byte[] input, int variant)
    {
        var text = Encoding.UTF8.GetString(input);
        var problems = new List<SigmaProblem>();
        var placeholders = SigmaPlaceholders.Read("p", text, problems);
        var mapping = SigmaMapping.Read("m", text, problems);
        var loader = new SigmaRuleLoader(new() { Placeholders = variant % 3 == 0 ? placeholders : new Dictionary<string, IReadOnlyList<string>> { ["p"] = ["a*", "b"] } });
        loader.AddText("f", text);
        var rules = loader.Build();
        foreach (var problem in rules.Problems.Concat(problems)) Invariants.Hold(problem.Message.Length > 0 && !problem.Message.Contains('\n', StringComparison.Ordinal) && problem.Line >= 0, "a problem is no sentence");
        Invariants.Hold(rules.Counts.Loaded == rules.Rules.Count, "loaded rules are not those counted");
        Run(new SigmaEngine(rules, variant % 2 == 0 ? SigmaMapping.Default.With(mapping) : SigmaMapping.Default), text, variant);
        Run(Known, text, variant);
    }

    private static void Run(SigmaEngine engine, string text, int variant)
    {
        var session = engine.NewSession(new() { SortByTime = variant % 5 == 0, MaxGroups = 1 + variant % 7, MaxEventsPerGroup = 1 + variant % 11, MaxHeldEvents = 1 + variant % 50 });
        var (one, matches) = (new SigmaEvent(), new List<SigmaMatch>());
        for (var i = 0; i < 6; i++)
        {
            one.Clear();
            one.LogSource = i % 3 == 2 ? null : new("test", "windows", null);
            one.Time = i == 5 ? null : DateTimeOffset.UnixEpoch.AddSeconds((variant * i % 13) - 3);
            one.Add("Channel", i % 2 == 0 ? "Security" : "Microsoft-Windows-Sysmon/Operational");
            one.Add("EventID", i % 2 == 0 ? 4688 : 1);
            foreach (var field in new[] { "F", "G", "A", "Image", "CommandLine", "NewProcessName", "T", "Q" }) one.Add(field, text.AsMemory(Math.Min(text.Length, i * text.Length / 5)));
            one.Add("I", "192.0.2.7");
            one.Add("N", i);
            one.Add("T", "2024-02-03T03:04:05Z");
            one.AddNull("C");
            session.Evaluate(one, matches);
        }
        session.Finish(matches);
        foreach (var match in matches) Invariants.Hold(match.Rule.Title.Length >= 0 && match.Events.Count <= 100 && match.Evidence.Count <= 32, "a match is larger than it may be");
    }

    private static SigmaEngine Engine(string yaml)
    {
        var loader = new SigmaRuleLoader();
        loader.AddText("known", yaml);
        return new(loader.Build());
    }
}
