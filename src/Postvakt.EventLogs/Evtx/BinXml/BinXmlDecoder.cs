using Postvakt.EventLogs.Evtx.Plans;
using Postvakt.EventLogs.Evtx.Values;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Evtx.BinXml;

/// <summary>Makes the fields of a record: finds its templates, which are parsed once a chunk and planned once a file, and runs their plans on its values.</summary>
internal sealed class BinXmlDecoder
{
    /// <summary>Templates inside values inside templates: Windows writes two.</summary>
    private const int Deepest = 16;

    private const string TooManySteps = "it takes more steps than the limits allow.";

    private readonly byte[] _data;
    private readonly FieldNames _names;
    private readonly LogLimits _limits;
    private readonly PlanCompiler _compiler;
    private readonly FieldWriter _writer;
    private readonly ValueTable[] _tables = [.. Enumerable.Range(0, Deepest).Select(_ => new ValueTable())];
    private readonly Dictionary<int, BinXmlTemplate> _templates = [];
    private readonly TemplateCache _cache = new();
    private int _steps;
    private int _chunkSteps;
    private int _chunkText;

    public BinXmlDecoder(byte[] data, FieldNames names, LogLimits limits)
    {
        (_data, _names, _limits) = (data, names, limits);
        Parser = new BinXmlParser(data, names, limits);
        _compiler = new PlanCompiler(names);
        _writer = new FieldWriter(data);
    }

    public byte[] Data => _data;

    public BinXmlParser Parser { get; }

    /// <summary>What is wrong with the record that was decoded last; null when nothing is.</summary>
    public string? Fault { get; private set; }

    public void BeginChunk(int length)
    {
        _templates.Clear();
        (_chunkSteps, _chunkText) = (_limits.ChunkSteps, _limits.ChunkText);
        Parser.BeginChunk(length);
    }

    /// <summary>Adds the record's fields; false when some are missing for a <see cref="Fault"/>.</summary>
    public bool Decode(in EvtxRecord record, LogEvent into)
    {
        var steps = Math.Min(_limits.Steps, _chunkSteps);
        (Fault, _steps) = (null, steps);
        if (_chunkText < 0) Fail("the records of its chunk have more text than the limits allow.");
        else Run(record.Start + EvtxRecord.HeaderSize, record.End, Section.Root, 0, into);
        JoinedData.Add(Sections.Data, into);
        _chunkSteps -= steps - _steps;
        _chunkText -= into.TextLength;
        if (into.Count == 0) Fail("it holds no event.");
        return Fault is null;
    }

    /// <summary>The template at that place of the chunk.</summary>
    public BinXmlTemplate Template(int place, out string? fault)
    {
        if (!_templates.TryGetValue(place, out var template))
        {
            template = _cache.Of(Parser.ParseTemplate(place), Parser.Fault);
            _templates[place] = template;
        }
        fault = template.Fault;
        return template;
    }

    /// <summary>Elements that stand in a record or a value without a template.</summary>
    public BinXmlTemplate Alone(int at, int end, out int stop) => _cache.Of(Parser.ParseAlone(at, end, out stop), Parser.Fault);

    private void Run(int start, int end, Section place, int depth, LogEvent into)
    {
        if (depth >= Deepest)
        {
            Fail("templates are nested too deeply.");
            return;
        }
        for (var at = start; at < end;)
        {
            switch (_data[at])
            {
                case 0x00: return;
                case 0x0F: at += 4; break;
                case 0x0C:
                    if (!Parser.TryInstance(at, end, out var instance))
                    {
                        Fail("its values are cut off.");
                        return;
                    }
                    Run(instance, place, depth, into);
                    at = instance.End;
                    break;
                case 0x01 or 0x41:
                    var alone = Alone(at, end, out at);
                    if (alone.Fault is { } fault) Fail(fault + ".");
                    _tables[depth].Clear();
                    Run(alone.PlanFor(place, _compiler), _tables[depth], depth, into);
                    break;
                default:
                    Fail($"token 0x{_data[at]:X2} is not known.");
                    return;
            }
        }
    }

    private void Run(in BinXmlInstance instance, Section place, int depth, LogEvent into)
    {
        // Each value costs as it is looked up, whether a field comes of it or not.
        _steps -= instance.Count;
        if (_steps < 0)
        {
            Fail(TooManySteps);
            return;
        }
        var template = Template(instance.Template, out var fault);
        if (fault is not null) Fail(fault + ".");
        var values = _tables[depth];
        values.Load(_data, instance);
        Run(template.PlanFor(place, _compiler), values, depth, into);
    }

    private void Run(Plan plan, ValueTable values, int depth, LogEvent into)
    {
        foreach (var step in plan.Steps)
        {
            if (--_steps < 0)
            {
                Fail(TooManySteps);
                return;
            }
            var name = step.NameParts.Length == 0 ? step.Name : NameOf(step, values);
            switch (step.Kind)
            {
                case PlanKind.Value or PlanKind.Embedded: Add(step, name, values[step.Index], depth, into); break;
                case PlanKind.Text: into.Add(name, step.Text); break;
                case PlanKind.Number: into.Add(name, step.Number); break;
                case PlanKind.Null: into.AddNull(name); break;
                case PlanKind.Mixed:
                    _steps -= step.Parts.Length;
                    _writer.AddMixed(name, step.Parts, values, into);
                    break;
                case PlanKind.Instance:
                    if (depth + 1 < Deepest && Parser.TryInstance(step.Index, Parser.Length, out var inner)) Run(inner, step.Inside, depth + 1, into);
                    else Fail("templates are nested too deeply.");
                    break;
            }
        }
    }

    private void Add(PlanStep step, string name, in BinXmlValue value, int depth, LogEvent into)
    {
        if (value.Type == BinXmlType.BinXml)
        {
            if (value.Size > 0) Run(value.Start, value.End, step.Inside, depth + 1, into);
            return;
        }
        if (value.IsNull)
        {
            if (step.KeepsNull) into.AddNull(name);
            return;
        }
        if (step.IsTime) into.Time = ValueText.Time(value.Type, _data.AsSpan(value.Start, value.Size));
        _writer.Add(name, value, into);
    }

    private string NameOf(PlanStep step, ValueTable values) => _writer.Join(step.NameParts, values) is { Length: > 0 } name ? _names.Of(name) : step.Name;

    private void Fail(string why) => Fault ??= why;
}
