using System.Globalization;
using Postvakt.Mql.Checking;
using Postvakt.Mql.Schema;
using Postvakt.Mql.Syntax;

namespace Postvakt.Mql.Rules;

/// <summary>Reads rule files, folders of them, or texts. Whatever is wrong with one is an <see cref="MqlProblem"/> and never stops the rest.</summary>
/// <param name="schema">What rules may name; <see cref="MqlSchema.Message"/> when null.</param>
public sealed class MqlRuleLoader(MqlSchema? schema = null)
{
    /// <summary>Bytes of a file. 4 MiB: the largest public rule has 230 KB; a mistaken path must not be parsed.</summary>
    public const int MaxFileBytes = 4 << 20;

    /// <summary>Files below one folder: a mistaken path (the root of a disk) must end.</summary>
    public const int MaxFiles = 100_000;

    private static readonly string[] Endings = [".yml", ".yaml"];

    private readonly MqlSchema _schema = schema ?? MqlSchema.Message;
    private readonly List<MqlRule> _rules = [];
    private readonly List<MqlProblem> _problems = [];
    private readonly Dictionary<string, MqlRule> _ids = new(StringComparer.OrdinalIgnoreCase);
    private int _files;
    private int _documents;
    private int _parsed;

    /// <summary>Every .yml and .yaml file below a folder, in the order of their names. Links are not followed.</summary>
    public void AddFolder(string path)
    {
        List<string> files;
        try
        {
            var how = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 64 };
            files = [.. Directory.EnumerateFiles(path, "*", how).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())).Take(MaxFiles + 1).Order(StringComparer.Ordinal)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Report(path, 0, 0, "cannot be read: " + refused.Message);
            return;
        }
        if (files.Count > MaxFiles) Report(path, 0, 0, string.Create(CultureInfo.InvariantCulture, $"more than {MaxFiles:N0} files; the rest is left out"));
        foreach (var file in files.Take(MaxFiles)) AddFile(file);
    }

    /// <summary>One file of any name.</summary>
    public void AddFile(string path)
    {
        if (BoundedFile.Read(path, MaxFileBytes, out var text, out var fault)) AddText(path, text);
        else Report(path, 0, 0, fault);
    }

    /// <param name="name">What problems and rules call the text by.</param>
    public void AddText(string name, string text)
    {
        _files++;
        var (documents, fault) = YamlReader.Read(name, text);
        foreach (var document in documents)
        {
            if (document.Text is { Length: 0 }) continue;
            _documents++;
            AddDocument(name, text, document);
        }
        if (fault is not null) _problems.Add(fault);
    }

    /// <summary>The loader may be added to and built again.</summary>
    public MqlRuleSet Build() => new(_schema, [.. _rules], [.. _problems], _files, _documents, _parsed);

    private void AddDocument(string file, string text, Yaml root)
    {
        if (!root.IsMap)
        {
            Report(file, root.Line, root.Column, "a rule is a map of keys and values");
            return;
        }
        var name = root["name"]?.Text;
        if (root["source"] is not { Text: { } source } place)
        {
            if (root["source"] is { } other) Report(file, other.Line, other.Column, "'source' is a text", name);
            else Report(file, root.Line, root.Column, "'source' is missing" + Suggestion.For("source", root.Pairs.Select(p => p.Key)), name);
            return;
        }
        var map = SourceMap.For(place, text);
        var faults = new List<Fault>();
        var syntax = Syntax.Parser.Read(source, faults);
        if (faults.Count == 0) _parsed++;
        var type = root["type"]?.Text ?? "rule";
        var tree = syntax is null ? null : Checker.Check(syntax, _schema, faults, needsCondition: type != "query");
        foreach (var fault in faults)
        {
            var (line, column) = map.Of(fault.Place);
            Report(file, line, column, fault.Message, name);
        }
        if (tree is null || faults.Count > 0) return;
        var rule = RuleReader.Read(root, file, source, map, tree, type);
        // Without an id the file's name stands for it, with a number where others have it.
        for (var n = 2; root["id"] is null && _ids.ContainsKey(rule.Id); n++) rule = rule with { Id = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)}#{n}") };
        if (!_ids.TryAdd(rule.Id, rule)) Report(file, root["id"]!.Line, root["id"]!.Column, $"the same id stands in {_ids[rule.Id].File} ('{_ids[rule.Id].Name}'); this rule is left out", name);
        else _rules.Add(rule);
    }

    private void Report(string file, int line, int column, string message, string? rule = null) => _problems.Add(new(file, line, column, true, message, rule));
}
