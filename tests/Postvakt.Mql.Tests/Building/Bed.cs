using Postvakt.Mql.Hosts;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;
using Postvakt.Mql.Schema;

namespace Postvakt.Mql.Tests.Building;

/// <summary>A source, a message as JSON, and what the host has.</summary>
internal sealed class Bed
{
    private string _message = "{}";

    public JsonHost Host { get; } = new();

    public MqlSchema Schema { get; init; } = MqlSchema.Message;

    public MqlSessionOptions Options { get; init; } = new();

    public static string File(string source, string type = "rule") => $"name: Test\ntype: {type}\nsource: |\n{string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(l => "  " + l))}\n";

    public Bed Mail(string json)
    {
        _message = json;
        return this;
    }

    public Bed List(string name, params string[] entries)
    {
        Host.Lists[name] = new MqlList(entries);
        return this;
    }

    /// <summary>A function whose answer is always this JSON.</summary>
    public Bed Has(string function, string json)
    {
        var answer = JsonHost.Read("{\"answer\":" + json + "}")["answer"];
        Host.Functions[function] = (_, _) => answer;
        return this;
    }

    public MqlResult Run(string source)
    {
        var engine = new MqlEngine(Rules(source), Host);
        var session = engine.NewSession(Options);
        session.Begin(JsonHost.Read(_message));
        return session.Evaluate(engine.Rules[0]);
    }

    public MqlOutcome Outcome(string source) => Run(source).Outcome;

    public MqlValue Value(string source)
    {
        var engine = new MqlEngine(Rules(source, "query"), Host);
        var session = engine.NewSession(Options);
        session.Begin(JsonHost.Read(_message));
        return session.Value(engine.Rules[0]);
    }

    public MqlRuleSet Rules(string source, string type = "rule")
    {
        var rules = Read(File(source, type), Schema);
        Assert.Empty(rules.Problems.Select(p => p.ToString()));
        return rules;
    }

    public static MqlRuleSet Read(string yaml, MqlSchema? schema = null)
    {
        var loader = new MqlRuleLoader(schema);
        loader.AddText("test.yml", yaml);
        return loader.Build();
    }

    /// <summary>What is wrong with a source, as it is told.</summary>
    public static string[] Faults(string source) => [.. Read(File(source)).Problems.Select(p => p.ToString())];

    /// <summary>The one thing that is wrong with a source, without its place.</summary>
    public static string Fault(string source) => Assert.Single(Read(File(source)).Problems).Message;
}
