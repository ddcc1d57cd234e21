using Postvakt.Sigma.Mapping;
using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Tests.Building;

/// <summary>Rules written in a test, and events to run through them.</summary>
internal sealed class Bed
{
    public static readonly SigmaLogSource Anywhere = new("test", "test", "test");

    private readonly SigmaEngine _engine;

    private Bed(SigmaRuleSet rules, SigmaMapping? mapping)
    {
        Rules = rules;
        _engine = new(rules, mapping);
    }

    public SigmaRuleSet Rules { get; }

    public SigmaEngine Engine => _engine;

    /// <summary>A rule with these selections, each line as it stands below "detection".</summary>
    public static Bed Detection(string detection, SigmaLoadOptions? options = null) => Of(Rule("Test", detection), options);

    public static Bed Of(string yaml, SigmaLoadOptions? options = null, SigmaMapping? mapping = null)
    {
        var rules = Read(yaml, options);
        Assert.Empty(rules.Problems.Select(p => p.ToString()));
        return new(rules, mapping);
    }

    public static SigmaRuleSet Read(string yaml, SigmaLoadOptions? options = null)
    {
        var loader = new SigmaRuleLoader(options);
        loader.AddText("test.yml", yaml);
        return loader.Build();
    }

    /// <summary>The one error of a rule with these selections.</summary>
    public static string Error(string detection, SigmaLoadOptions? options = null) => Assert.Single(Read(Rule("Test", detection), options).Problems, p => p.IsError).Message;

    public static string Rule(string title, string detection, string more = "") => $"""
        title: {title}
        logsource:
            category: test
        {more}
        detection:
        {Indent(detection)}
        """;

    public static SigmaEvent Event(params (string Field, object? Value)[] fields)
    {
        var one = new SigmaEvent { LogSource = Anywhere };
        Fill(one, fields);
        return one;
    }

    public static void Fill(SigmaEvent one, params (string Field, object? Value)[] fields)
    {
        foreach (var (field, value) in fields)
        {
            if (value is null) one.AddNull(field);
            else if (value is int number) one.Add(field, number);
            else if (value is long large) one.Add(field, large);
            else if (value is double real) one.Add(field, real);
            else if (value is bool flag) one.Add(field, flag);
            else one.Add(field, (string)value);
        }
    }

    public IReadOnlyList<SigmaMatch> Matches(SigmaEvent one)
    {
        var matches = new List<SigmaMatch>();
        var session = _engine.NewSession();
        session.Evaluate(one, matches);
        session.Finish(matches);
        return matches;
    }

    public bool Hits(params (string Field, object? Value)[] fields) => Matches(Event(fields)).Count > 0;

    private static string Indent(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(l => "    " + l));
}
