using System.Text.Json;
using Postvakt.Hunts;
using static Postvakt.Cli.Hunts.Ecs;

namespace Postvakt.Cli.Hunts;

/// <summary>One object a line, with the names of the Elastic Common Schema (ECS 8): findings as alerts, then outcomes and files, which have ours under "postvakt".</summary>
internal sealed class HuntJson(TextWriter output) : IHuntWriter
{
    public void Write(HuntReport report)
    {
        var chains = Chains.Of(report.Findings);
        foreach (var (i, finding) in report.Findings.Index()) Line(json => Finding(json, report, finding, chains[i]));
        foreach (var outcome in report.Outcomes) Line(json => Outcome(json, outcome));
        foreach (var file in report.Files) Line(json => HuntedFile(json, file));
        Line(json => Summary(json, report));
    }

    private static void Finding(Utf8JsonWriter json, HuntReport report, HuntFinding finding, int chain)
    {
        var rule = finding.Rule;
        if (finding.At is { } at) json.WriteString("@timestamp", Time(at));
        json.WriteString("message", rule.Title);
        json.WriteStartObject("event");
        json.WriteString("kind", "alert");
        json.WriteString("module", "postvakt");
        json.WriteString("dataset", "postvakt.hunt");
        json.WriteNumber("severity", Severity(HuntText.Level(rule.Level)));
        json.WriteEndObject();
        json.WriteStartObject("rule");
        Text(json, "id", rule.Id);
        json.WriteString("name", rule.Title);
        json.WriteString("ruleset", HuntRules.IsOwn(rule) ? "postvakt" : rule.File);
        Text(json, "author", rule.Author);
        Text(json, "license", rule.License);
        Text(json, "description", rule.Description);
        if (rule.References.Count > 0) json.WriteString("reference", rule.References[0]);
        json.WriteEndObject();
        Traced(json, finding, finding.Person, [.. finding.Attack]);
        if (finding.File < report.Files.Count)
        {
            json.WriteStartObject("log");
            One(json, "file", "path", report.Files[finding.File].Path);
            json.WriteNumber("offset", finding.Position);
            json.WriteEndObject();
        }
        json.WriteStartObject("postvakt");
        json.WriteNumber("chain", chain);
        json.WriteString("level", HuntText.Level(rule.Level));
        json.WriteNumber("events", finding.Events);
        Texts(json, "files", Values(finding, TraitKind.File));
        json.WriteStartArray("evidence");
        foreach (var one in finding.Evidence)
        {
            json.WriteStartObject();
            json.WriteString("field", one.Field);
            Text(json, "value", one.Value);
            json.WriteString("item", one.Item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (finding.Joined.Count > 0)
        {
            json.WriteStartArray("joined");
            foreach (var one in finding.Joined)
            {
                json.WriteStartObject();
                json.WriteString("time", Time(one.Time));
                json.WriteString("rule", one.Rule.Title);
                if (one.Source is int file && file < report.Files.Count) json.WriteString("path", report.Files[file].Path);
                json.WriteNumber("offset", one.Token);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Outcome(Utf8JsonWriter json, TechniqueOutcome outcome)
    {
        State(json, "outcome");
        if (outcome.Host.Length > 0) One(json, "host", "name", outcome.Host);
        json.WriteStartObject("postvakt");
        json.WriteString("technique", outcome.Technique.Id);
        json.WriteString("title", outcome.Technique.Title);
        json.WriteString("outcome", HuntText.State(outcome.State));
        json.WriteNumber("findings", outcome.Findings);
        json.WriteStartArray("seen");
        foreach (var seen in outcome.Seen)
        {
            json.WriteStartObject();
            json.WriteString("log", seen.Source);
            json.WriteNumber("events", seen.Events);
            if (seen.First is { } first) json.WriteString("first", Time(first));
            if (seen.Last is { } last) json.WriteString("last", Time(last));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("missing");
        foreach (var log in outcome.Missing)
        {
            json.WriteStartObject();
            json.WriteString("log", log.Source);
            json.WriteString("get", log.Get);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void HuntedFile(Utf8JsonWriter json, HuntedFile file)
    {
        State(json, "file");
        json.WriteStartObject("log");
        One(json, "file", "path", file.Path);
        json.WriteEndObject();
        json.WriteStartObject("postvakt");
        json.WriteString("kind", file.Kind.ToString());
        Text(json, "unknown", file.Unknown);
        json.WriteNumber("events", file.Events);
        json.WriteNumber("bad", file.Bad);
        json.WriteBoolean("torn", file.IsTorn);
        json.WriteBoolean("incomplete", file.IsIncomplete);
        if (file.First is { } first) json.WriteString("first", Time(first));
        if (file.Last is { } last) json.WriteString("last", Time(last));
        Texts(json, "problems", file.Problems);
        json.WriteEndObject();
    }

    private static void Summary(Utf8JsonWriter json, HuntReport report)
    {
        State(json, "summary");
        json.WriteStartObject("postvakt");
        json.WriteString("hunt", report.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("files", report.Files.Count);
        json.WriteNumber("events", report.Events);
        json.WriteNumber("rules", report.Rules);
        json.WriteNumber("findings", report.Findings.Count + report.MoreFindings);
        json.WriteBoolean("incomplete", report.IsIncomplete);
        Texts(json, "left_out", report.Left);
        Texts(json, "rule_problems", report.RuleProblems.Where(p => p.IsError).Select(p => p.ToString()));
        Texts(json, "slow_rules", report.SlowRules);
        Texts(json, "credits", report.Credits);
        json.WriteEndObject();
    }

    private static void State(Utf8JsonWriter json, string what)
    {
        json.WriteStartObject("event");
        json.WriteString("kind", "state");
        json.WriteString("module", "postvakt");
        json.WriteString("dataset", "postvakt.hunt." + what);
        json.WriteEndObject();
    }

    private void Line(Action<Utf8JsonWriter> write) => Ecs.Line(output, write);
}
