using System.Globalization;
using Postvakt.EventLogs.Evtx.BinXml;
using Postvakt.EventLogs.Naming;

namespace Postvakt.EventLogs.Evtx.Plans;

/// <summary>Tokens of a template → the steps that make fields of its values.</summary>
internal sealed class PlanCompiler(FieldNames names)
{
    private readonly List<PlanStep> _steps = [];
    private readonly Stack<OpenElement> _open = new();

    public Plan Compile(BinXmlToken[] tokens, Section place)
    {
        _steps.Clear();
        _open.Clear();
        foreach (var token in tokens)
        {
            switch (token.Kind)
            {
                case BinXmlKind.Open: Open(token, place); break;
                case BinXmlKind.Attribute:
                    EndAttribute(_open.Peek());
                    _open.Peek().Attribute = token.Text;
                    break;
                case BinXmlKind.Content: EndAttribute(_open.Peek()); break;
                case BinXmlKind.Text or BinXmlKind.Value when _open.TryPeek(out var element): element.Parts.Add(token); break;
                case BinXmlKind.Value: Embed(token.Index, place); break;
                case BinXmlKind.Instance:
                    if (_open.TryPeek(out var around)) around.HasElements = true;
                    _steps.Add(new PlanStep(PlanKind.Instance, "") { Index = token.Index, Inside = Inside(place) });
                    break;
                case BinXmlKind.Close: Close(_open.Pop()); break;
            }
        }
        return new Plan([.. _steps]);
    }

    private Section Inside(Section place) => _open.TryPeek(out var parent) ? Sections.Inside(parent.Place, parent.Name) : place;

    private void Open(in BinXmlToken token, Section place)
    {
        var inside = Inside(place);
        if (_open.TryPeek(out var parent))
        {
            parent.HasElements = true;
            EndContent(parent);
        }
        _open.Push(new OpenElement(token.Text, inside, token.Index >= 0));
    }

    private void EndAttribute(OpenElement element)
    {
        if (element.Attribute is not { } attribute) return;
        BinXmlToken[] parts = [.. element.Parts];
        element.Parts.Clear();
        element.Attribute = null;
        if (Sections.IsName(element.Place, attribute)) element.FieldName = parts;
        else if (Sections.Attribute(element.Place, element.Name, attribute, names) is { } name) Field(name, [], parts, element.Place, keepsNull: false);
    }

    /// <summary>What stands between elements: only what is inside a value can be meant.</summary>
    private void EndContent(OpenElement element)
    {
        foreach (var part in element.Parts)
        {
            if (part.Kind == BinXmlKind.Value) Embed(part.Index, Sections.Inside(element.Place, element.Name));
        }
        element.Parts.Clear();
    }

    private void Embed(int index, Section inside) => _steps.Add(new PlanStep(PlanKind.Embedded, Sections.Data) { Index = index, Inside = inside });

    private void Close(OpenElement element)
    {
        if (element.HasElements || Sections.IsContainer(element.Place))
        {
            EndContent(element);
            if (element.FieldName is { } named) Field(names.Joined(element.Name, "Name"), [], named, element.Place, keepsNull: false);
            return;
        }
        var name = Sections.Element(element.Place, element.Name, names);
        BinXmlToken[] parts = [.. element.Parts];
        var keepsNull = Sections.KeepsNull(element.Place) && !element.HasDependency;
        if (element.FieldName is null or []) Field(name, [], parts, element.Place, keepsNull);
        else if (TryConstant(element.FieldName, out var constant)) Field(constant.Length == 0 ? name : names.Of(constant), [], parts, element.Place, keepsNull);
        else Field(name, element.FieldName, parts, element.Place, keepsNull);
    }

    private void Field(string name, BinXmlToken[] nameParts, BinXmlToken[] parts, Section place, bool keepsNull)
    {
        if (parts.Length == 0 && !keepsNull) return;
        if (parts.Length == 0)
        {
            _steps.Add(new PlanStep(PlanKind.Null, name) { NameParts = nameParts });
        }
        else if (parts is [{ Kind: BinXmlKind.Value } single])
        {
            _steps.Add(new PlanStep(PlanKind.Value, name) { Index = single.Index, NameParts = nameParts, KeepsNull = keepsNull, Inside = place, IsTime = place == Section.System && name == Sections.TimeCreated });
        }
        else if (TryConstant(parts, out var text))
        {
            var isNumber = place == Section.System && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
            _steps.Add(isNumber
                ? new PlanStep(PlanKind.Number, name) { Number = long.Parse(text, CultureInfo.InvariantCulture), NameParts = nameParts }
                : new PlanStep(PlanKind.Text, name) { Text = text.AsMemory(), NameParts = nameParts });
        }
        else
        {
            _steps.Add(new PlanStep(PlanKind.Mixed, name) { Parts = parts, NameParts = nameParts });
        }
    }

    private static bool TryConstant(BinXmlToken[] parts, out string text)
    {
        text = parts is [{ Kind: BinXmlKind.Text } single] ? single.Text : string.Concat(parts.Select(p => p.Text));
        return parts.All(p => p.Kind == BinXmlKind.Text);
    }
}
