using System.Text;
using Postvakt.Sigma.Yaml;

namespace Postvakt.Sigma.Rules;

/// <summary>
/// Reads rule files, folders of them, or texts. Whatever is wrong with one document is a <see cref="SigmaProblem"/> and never stops the rest. References between rules are looked up in
/// <see cref="Build"/>, so that files may come in any order.
/// </summary>
public sealed class SigmaRuleLoader(SigmaLoadOptions? options = null)
{
    private static readonly string[] Endings = [".yml", ".yaml"];

    private readonly SigmaLoadOptions _options = options ?? new();
    private readonly SelectionReader _selections = new(options ?? new());
    private readonly List<DetectionRule> _detections = [];
    private readonly List<CorrelationRule> _correlations = [];
    private readonly List<FilterRule> _filters = [];
    private readonly List<SigmaProblem> _problems = [];
    private readonly Dictionary<string, SigmaRule> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SigmaRule> _names = new(StringComparer.Ordinal);
    private int _files;
    private int _documents;
    private int _skipped;

    /// <summary>Every .yml and .yaml file below a folder, in the order of their names. Links are not followed.</summary>
    public void AddFolder(string path)
    {
        List<string> files;
        try
        {
            var how = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 64 };
            files = [.. Directory.EnumerateFiles(path, "*", how).Where(f => Endings.Contains(Path.GetExtension(f).ToLowerInvariant())).Take(_options.MaxFiles + 1).Order(StringComparer.Ordinal)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Report(path, 0, 0, isError: true, "cannot be read: " + refused.Message);
            return;
        }
        if (files.Count > _options.MaxFiles) Report(path, 0, 0, isError: true, $"more than {_options.MaxFiles:N0} files; the rest is left out");
        foreach (var file in files.Take(_options.MaxFiles)) AddFile(file);
    }

    /// <summary>One file, of any name, of at most 2 MiB.</summary>
    public void AddFile(string path)
    {
        string text;
        try
        {
            // Not by the length that it says: devices and pipes say 0.
            using var file = File.OpenRead(path);
            var bytes = new byte[Math.Min(YamlLimits.MaxBytes, Math.Max(file.CanSeek ? file.Length : YamlLimits.MaxBytes, 4_096)) + 1];
            var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read > YamlLimits.MaxBytes)
            {
                Report(path, 0, 0, isError: true, $"larger than {YamlLimits.MaxBytes >> 20} MiB, which no rule is");
                return;
            }
            using var reader = new StreamReader(new MemoryStream(bytes, 0, read), Encoding.UTF8);
            text = reader.ReadToEnd();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Report(path, 0, 0, isError: true, "cannot be read: " + refused.Message);
            return;
        }
        AddText(path, text);
    }

    /// <param name="name">What problems and rules call the text by.</param>
    public void AddText(string name, string text)
    {
        _files++;
        if (text.Length > YamlLimits.MaxBytes)
        {
            Report(name, 0, 0, isError: true, $"larger than {YamlLimits.MaxBytes >> 20} MiB, which no rule is");
            return;
        }
        foreach (var document in YamlReader.Read(text))
        {
            _documents++;
            if (document.Fault is { } fault) Report(name, fault.Line, fault.Column, isError: true, fault.Message);
            else AddDocument(name, document.Root!);
        }
    }

    /// <summary>Looks references up, applies filters, and gives the set. The loader may be added to and built again.</summary>
    public SigmaRuleSet Build()
    {
        var problems = new List<SigmaProblem>(_problems);
        var detections = Filters.Apply(_detections, _filters, problems);
        var correlations = References.Resolve(_correlations, _ids, _names, problems);
        var failed = problems.Where(p => p.IsError).Select(p => (p.File, p.Rule, p.Line)).Distinct().Count();
        return new(detections, correlations, [.. _filters.Select(f => f.Info)], problems, new(_files, _documents, detections.Count + correlations.Count + _filters.Count, _skipped, failed));
    }

    private void AddDocument(string file, Node root)
    {
        string? title = null;
        try
        {
            if (root.Kind != NodeKind.Map) throw new RuleFaultException(root, $"a rule is a map of keys and values; this is a {NodeReading.Shape(root)}");
            title = root["title"] is { IsScalar: true } named ? named.Text : null;
            if (root["action"] is { } action) throw new RuleFaultException(action, "'action' (global, repeat, reset) left Sigma with version 2; write each document out");
            var kind = root["correlation"] is not null ? SigmaRuleKind.Correlation : root["filter"] is not null ? SigmaRuleKind.Filter : SigmaRuleKind.Detection;
            void Warn(Node place, string message) => Report(file, place.Line, place.Column, isError: false, message, title);
            var info = InfoReader.Read(root, kind, file, Warn);
            if (info.Status is { } status && _options.SkippedStatuses.Contains(status))
            {
                _skipped++;
                return;
            }
            Add(root, info, Warn);
        }
        catch (RuleFaultException fault)
        {
            Report(file, fault.Place.Line, fault.Place.Column, isError: true, fault.Message, title);
        }
    }

    private void Add(Node root, SigmaRule info, Action<Node, string> warn)
    {
        if (_detections.Count + _correlations.Count + _filters.Count >= _options.MaxRules) throw new RuleFaultException(root, $"more than {_options.MaxRules:N0} rules; this one is left out");
        if (info.Id is { } id && _ids.TryGetValue(id, out var first)) throw new RuleFaultException(root["id"]!, $"the same id stands in {first.File}, line {first.Line} ('{first.Title}'); this rule is left out");
        if (info.Name is { } name && _names.TryGetValue(name, out first)) throw new RuleFaultException(root["name"]!, $"the same name stands in {first.File}, line {first.Line} ('{first.Title}'); this rule is left out");
        switch (info.Kind)
        {
            case SigmaRuleKind.Correlation:
                _correlations.Add(CorrelationReader.Read(root, info, warn));
                break;
            case SigmaRuleKind.Filter:
                _filters.Add(FilterReader.Read(root, info, _selections, warn));
                break;
            default:
                _detections.Add(new(info, _selections.Read(NodeReading.Map(root, "detection"), ["condition"], warn)));
                break;
        }
        if (info.Id is not null) _ids[info.Id] = info;
        if (info.Name is not null) _names[info.Name] = info;
    }

    private void Report(string file, int line, int column, bool isError, string message, string? rule = null) => _problems.Add(new(file, line, column, isError, message, rule));
}
