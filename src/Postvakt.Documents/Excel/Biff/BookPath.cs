using System.Text;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>Paths of linked books, written with control characters for drives and folders ([MS-XLS] 2.5.277).</summary>
internal static class BookPath
{
    /// <summary>The program and what is asked of it, of a DDE link: both parted by character 3.</summary>
    public static (string Program, string Topic)? Program(string path) => path.IndexOf('\u0003', StringComparison.Ordinal) is var at && at > 0 && path[0] > '\u0003' ? (path[..at], path[(at + 1)..].Replace('\u0003', '|')) : null;

    public static string Plain(string path)
    {
        if (path.Length == 0 || path[0] > '\u0002') return path.Replace('\u0003', '\\');
        var text = new StringBuilder();
        for (var i = path[0] == '\u0001' ? 1 : 0; i < path.Length; i++)
        {
            switch (path[i])
            {
                case '\u0001' when i + 1 < path.Length:
                    if (path[++i] == '@') text.Append(@"\\");
                    else text.Append(path[i]).Append(@":\");
                    break;
                case '\u0002' or '\u0003': text.Append('\\'); break;
                case '\u0004': text.Append(@"..\"); break;
                // An address of the web: its length stands before it.
                case '\u0005': i++; break;
                case < ' ': break;
                default: text.Append(path[i]); break;
            }
        }
        return text.ToString();
    }
}
