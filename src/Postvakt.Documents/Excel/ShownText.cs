using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>Gathers what a person would read in a workbook, to be looked at once.</summary>
internal sealed class ShownText(InspectedFile file, Inspection inspection)
{
    /// <summary>Characters in all. A lure stands in the first of them, and is the whole text of most such workbooks.</summary>
    private const int MaxText = 100_000;

    private readonly StringBuilder _text = new();

    /// <returns>False when it has enough.</returns>
    public bool Add(string text)
    {
        if (_text.Length >= MaxText) return false;
        if (text.Length == 0) return true;
        _text.Append(text.AsSpan(0, Math.Min(text.Length, MaxText - _text.Length))).Append('\n');
        return true;
    }

    /// <summary>An address that a person would follow by a click; places in the workbook itself are not.</summary>
    public void Link(string address, string where)
    {
        if (address.Length > 0 && !address.StartsWith('#')) file.Link(address, where);
    }

    public void Show()
    {
        if (_text.Length > 0) inspection.Show(file, _text.ToString(), "workbook");
        _text.Clear();
    }
}
