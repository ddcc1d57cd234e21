using System.Text;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scans;

namespace Postvakt.Rules.Files;

/// <summary>What rules ask of macros, from the modules that the inspection found.</summary>
internal static class MacroText
{
    private const int MaxTexts = 500;
    private const int MaxText = 4_096;

    /// <summary>Hexadecimal digits that are worth decoding.</summary>
    private const int Shortest = 8;

    public static bool HasBasic(FileNode node) => node.Report?.Modules.Any(m => m.Language == MacroLanguage.Vba) == true;

    /// <summary>Procedures that start by themselves, by their name without that of the module.</summary>
    public static IReadOnlyList<string> Starts(FileNode node) =>
        [.. Basic(node).SelectMany(m => m.EntryPoints).Select(e => e[(e.LastIndexOf('.') + 1)..]).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxTexts)];

    /// <summary>Texts that stand in string literals as hexadecimal digits.</summary>
    public static IReadOnlyList<string> Hexadecimal(FileNode node)
    {
        var found = new List<string>();
        foreach (var module in Basic(node))
        {
            var literals = module.Source.AsSpan();
            while (found.Count < MaxTexts && literals.IndexOf('"') is var start and >= 0)
            {
                literals = literals[(start + 1)..];
                var end = literals.IndexOfAny('"', '\n');
                if (end < 0) break;
                if (end is >= Shortest and <= MaxText && end % 2 == 0 && Decode(literals[..end]) is { } text) found.Add(text);
                literals = literals[(end + 1)..];
            }
        }
        return found;
    }

    private static IEnumerable<MacroModule> Basic(FileNode node) => node.Report?.Modules.Where(m => m.Language == MacroLanguage.Vba) ?? [];

    private static string? Decode(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit)) return null;
        }
        var bytes = Convert.FromHexString(digits);
        return bytes.AsSpan().IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0 ? Encoding.ASCII.GetString(bytes) : null;
    }
}
