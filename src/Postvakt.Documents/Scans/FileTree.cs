using System.Text;
using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Scans;

/// <summary>
/// A file and everything in it as one list: what the inspection opened, and the parts that are no files of their own to it but are to rules: parts of a
/// package, scripts of a page, macros, pictures.
/// </summary>
public static class FileTree
{
    /// <summary>Files of a tree. 1,000: a presentation of a hundred slides has some four hundred parts.</summary>
    private const int MaxNodes = 1_000;

    /// <summary>Bytes that come out of packages here, in all of a tree. 16 MiB.</summary>
    private const long MaxExpanded = 16 << 20;

    /// <summary>Bytes of one part. 4 MiB.</summary>
    private const int MaxPart = 4 << 20;

    /// <summary>Time for one scan or for opening the parts of one package.</summary>
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(500);

    /// <summary>From outside inwards, the file itself first. Never throws for what the file holds.</summary>
    /// <param name="keep">Room for the content of parts; of one that finds none, nothing is known but its name.</param>
    /// <param name="isCut">There is more in it than the list says.</param>
    public static IReadOnlyList<FileNode> Of(InspectedFile root, ContentKeep keep, TimeProvider clock, out bool isCut)
    {
        var tree = new Tree(keep, clock);
        tree.Add(null, root, "");
        isCut = tree.IsCut;
        return tree.Nodes;
    }

    internal static bool IsOfficePackage(FileKind kind) => kind is FileKind.Docx or FileKind.Docm or FileKind.Xlsx or FileKind.Xlsm or FileKind.Xlsb or FileKind.Pptx or FileKind.Pptm;

    private sealed class Tree(ContentKeep keep, TimeProvider clock)
    {
        private long _expanded;

        public List<FileNode> Nodes { get; } = [];

        public bool IsCut { get; private set; }

        public void Add(FileNode? parent, InspectedFile file, string source)
        {
            // What no password opened is named by its container, and is no file that came out.
            if (parent is not null && file is { Locked: true, Sha256.Length: 0 }) return;
            if (Make(parent, file.Name, file.Kind, file.Size, file.Content, source, file) is not { } node) return;
            foreach (var inner in file.Files) Add(node, inner, Source(file.Kind));
            if (IsOfficePackage(file.Kind) || file.Kind == FileKind.OpenDocument) Parts(node, file);
            else foreach (var picture in file.Pictures) Picture(node, picture);
            if (file.Kind == FileKind.Pdf && node.Content is { } paper) PapersOwn(node, file, paper);
            foreach (var module in file.Modules.Where(m => m.Language != MacroLanguage.Excel4)) Script(node, module.Name, module.Source, module.Language == MacroLanguage.Vba ? FileKind.VbScript : null);
            if (node is { Page: { } page })
            {
                var number = 0;
                foreach (var script in page.Scripts) Script(node, $"script_{number++}", script.Source, IsBasic(script) ? FileKind.VbScript : FileKind.JavaScript);
            }
        }

        private FileNode? Make(FileNode? parent, string name, FileKind kind, long size, ReadOnlyMemory<byte>? content, string source, InspectedFile? report)
        {
            if (Nodes.Count >= MaxNodes) return Cut();
            var node = new FileNode(parent, name, kind, size, content, source, report, NewBudget);
            Nodes.Add(node);
            return node;
        }

        private FileNode? Cut()
        {
            IsCut = true;
            return null;
        }

        private Budget NewBudget() => new(new InspectionLimits { Time = Time, Expanded = MaxExpanded, FileBytes = MaxPart }, clock);

        /// <summary>The parts of a package, but for those that the inspection opened as files.</summary>
        private void Parts(FileNode node, InspectedFile file)
        {
            if (node.Content is not { } content) return;
            try
            {
                var (zip, opened) = (ZipFile.Open(content, NewBudget()), file.Files.Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase));
                foreach (var entry in zip.Entries.Where(e => !e.IsFolder && !opened.Contains(e.Name)))
                {
                    if (Nodes.Count >= MaxNodes || entry.Size > MaxPart || _expanded + entry.Size > MaxExpanded || entry.Encrypted) Make(node, entry.Name, FileKind.Unknown, entry.Size, null, "package", null);
                    else Part(node, zip, entry);
                }
            }
            catch (LimitException)
            {
                Cut();
            }
            catch (MalformedException)
            {
                // What came before stays; the inspection says that it is broken.
            }
        }

        private void Part(FileNode node, ZipFile zip, ZipEntry entry)
        {
            try
            {
                var bytes = zip.Read(entry);
                _expanded += bytes.Length;
                Make(node, entry.Name, FileSniffer.Tell(bytes.Span, entry.Name), bytes.Length, keep.Take(bytes), "package", null);
            }
            catch (MalformedException)
            {
                Make(node, entry.Name, FileKind.Unknown, entry.Size, null, "package", null);
            }
        }

        private void PapersOwn(FileNode node, InspectedFile file, ReadOnlyMemory<byte> paper)
        {
            foreach (var (number, picture) in PaperPictures.Find(paper, file, NewBudget()))
            {
                if ((_expanded += picture.Length) > MaxExpanded) Cut();
                else Make(node, $"picture of object {number}", FileSniffer.Tell(picture, ""), picture.Length, keep.Take(picture), "picture", null);
            }
        }

        private void Picture(FileNode node, Picture picture) =>
            Make(node, picture.Name, picture.Content is { } bytes ? FileSniffer.Tell(bytes.Span, picture.Name) : FileKind.Unknown, picture.Size, picture.Content, "picture", null);

        private void Script(FileNode node, string name, string source, FileKind? kind)
        {
            // A file that is a script as a whole is no part of itself.
            if (string.IsNullOrWhiteSpace(source) || node.Kind is FileKind.JavaScript or FileKind.VbScript or FileKind.PowerShell or FileKind.Batch) return;
            if (kind is null && node.Page is not null) return;
            if (source.Length > MaxPart || _expanded + source.Length > MaxExpanded)
            {
                Cut();
                return;
            }
            var bytes = Encoding.UTF8.GetBytes(source);
            _expanded += bytes.Length;
            Make(node, name, kind ?? FileKind.JavaScript, bytes.Length, keep.Take(bytes), "script", null);
        }

        private static bool IsBasic(PageScript script) => (script.Language ?? script.Type ?? "").Contains("vbs", StringComparison.OrdinalIgnoreCase);

        private static string Source(FileKind kind) => kind switch
        {
            FileKind.Eml or FileKind.Mht or FileKind.Msg or FileKind.Tnef => "mail",
            FileKind.Html or FileKind.Hta or FileKind.Svg => "page",
            FileKind.Pdf => "pdf",
            _ => "archive",
        };
    }
}
