using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Texts;

/// <summary>A field of Word (ECMA-376 part 1, 17.16): DDE starts programs, INCLUDE… and LINK fetch, HYPERLINK leads.</summary>
internal static class FieldCode
{
    public static void Read(InspectedFile file, string code, string where)
    {
        var words = Words(code);
        if (words.Count == 0) return;
        var rest = string.Join(' ', words.Skip(1));
        switch (words[0].ToUpperInvariant())
        {
            case "DDE" or "DDEAUTO":
                file.Find(FindingKinds.Dde, code.Trim(), where);
                CommandEffects.Write(file, rest, where, words[0]);
                break;
            case "INCLUDETEXT" or "LINK" or "IMPORT" or "INCLUDE":
                if (words.Skip(1).FirstOrDefault(RemoteParts.IsRemote) is { } part) RemoteParts.Object(file, part, where + " " + words[0]);
                break;
            case "INCLUDEPICTURE":
                if (words.Skip(1).FirstOrDefault(RemoteParts.IsRemote) is { } picture) file.Find(FindingKinds.RemotePicture, picture, where);
                break;
            case "HYPERLINK":
                if (words.Skip(1).FirstOrDefault(w => !w.StartsWith('\\')) is { } target && target.Contains(':', StringComparison.Ordinal)) file.Link(target, where);
                break;
            default:
                // QUOTE and SET fields spell DDEAUTO out of character codes.
                if (code.Contains("DDEAUTO", StringComparison.OrdinalIgnoreCase)) file.Find(FindingKinds.Dde, code.Trim(), where);
                break;
        }
    }

    /// <summary>Words apart, quoted ones together, backslash pairs undone.</summary>
    private static List<string> Words(string code)
    {
        var words = new List<string>();
        var word = new System.Text.StringBuilder();
        var quoted = false;
        for (var i = 0; i < code.Length && words.Count < 100; i++)
        {
            var c = code[i];
            if (c is '"' or '\u201C' or '\u201D')
            {
                quoted = !quoted;
            }
            else if (c == '\\' && quoted && i + 1 < code.Length && code[i + 1] is '\\' or '"')
            {
                word.Append(code[++i]);
            }
            else if (!quoted && char.IsWhiteSpace(c))
            {
                if (word.Length > 0) words.Add(word.ToString());
                word.Clear();
            }
            else
            {
                word.Append(c);
            }
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }
}
