using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel;

/// <summary>A name of a workbook.</summary>
/// <param name="Name">As stored; built-in ones by their English name.</param>
/// <param name="Sheet">Sheet that it belongs to; null for the whole workbook.</param>
/// <param name="Refers">What it stands for; null when that could not be read.</param>
internal sealed record DefinedName(string Name, int? Sheet, Expr? Refers, bool Hidden)
{
    private static readonly string[] Starters = ["auto_open", "auto_close", "auto_activate", "auto_deactivate"];

    /// <summary>
    /// The name of Excel's that makes it run, or null. Excel takes every name that begins so ("Auto_Open21"), in any letter case, with or without the prefix
    /// of built-in names; characters that do not show are passed over.
    /// </summary>
    public string? Starter
    {
        get
        {
            Span<char> plain = stackalloc char[32];
            var length = 0;
            foreach (var c in Name)
            {
                if (length == plain.Length) break;
                if (c is '\0' or '\u00AD' || char.IsControl(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format) continue;
                plain[length++] = char.ToLowerInvariant(c);
            }
            ReadOnlySpan<char> folded = plain[..length];
            if (folded.StartsWith("_xlnm.")) folded = folded[6..];
            foreach (var starter in Starters)
            {
                if (folded.StartsWith(starter)) return starter;
            }
            return null;
        }
    }

    /// <summary>Runs by itself, but is not spelt as Excel would write it.</summary>
    public bool IsDisguised => Starter is { } starter && !Plain(Name).Equals(starter, StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) => name.StartsWith("_xlnm.", StringComparison.OrdinalIgnoreCase) ? name[6..] : name;
}
