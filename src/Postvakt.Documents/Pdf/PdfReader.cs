using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scripts;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Pdf;

/// <summary>PDF files: links, programs they would start, script, files and forms in them (ISO 32000-2 12.6).</summary>
internal sealed class PdfReader : IFileReader
{
    private const int MaxScript = 1 << 20;

    /// <summary>Values that are walked per object, nested ones included.</summary>
    private const int MaxDepth = 32;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var pdf = PdfFile.Open(content, inspection.Budget);
        if (pdf.Objects.Count == 0) throw new MalformedException("a PDF without objects");
        if (!Unlock(pdf, file, inspection)) return;
        pdf.OpenObjectStreams();
        if (pdf.Cut) file.Find(FindingKinds.AnalysisIncomplete, "more objects than are kept");
        var run = new Run(pdf, file, inspection);
        foreach (var found in pdf.Objects.ToArray()) run.Walk(found, found.Value, 0);
        run.Finish();
    }

    private static bool Unlock(PdfFile pdf, InspectedFile file, Inspection inspection)
    {
        if (pdf.Follow(pdf.Trailer["Encrypt"]) is not PdfDictionary encrypt) return true;
        var id = pdf.Follow(pdf.Trailer["ID"]) is PdfArray { Items: [PdfString first, ..] } ? first.Bytes : [];
        foreach (var password in inspection.Passwords.Prepend("").Take(inspection.Budget.Limits.Passwords))
        {
            inspection.Budget.Look();
            if (PdfLock.Open(encrypt, id, password, inspection.Budget) is not { } opened) continue;
            pdf.Lock = opened;
            if (password.Length > 0)
            {
                file.Password = password;
                file.Find(FindingKinds.PasswordWorked, password);
            }
            return true;
        }
        file.Locked = true;
        file.Find(FindingKinds.Locked, file.Name);
        return false;
    }

    /// <summary>One file's walk: counts, names of embedded files, what starts on opening.</summary>
    private sealed class Run(PdfFile pdf, InspectedFile file, Inspection inspection)
    {
        private readonly HashSet<int> _embedded = [];
        private int _pages;
        private bool _startsItself;
        private bool _hasScript;

        public void Walk(PdfObject owner, PdfValue value, int depth)
        {
            inspection.Budget.Step();
            if (depth > MaxDepth)
            {
                file.Find(FindingKinds.AnalysisIncomplete, $"values inside each other, more than {MaxDepth} deep", $"object {owner.Number}");
                return;
            }
            switch (value)
            {
                case PdfArray array:
                    foreach (var item in array.Items) Walk(owner, item, depth + 1);
                    break;
                case PdfDictionary dictionary:
                    Look(owner, dictionary);
                    foreach (var (_, inner) in dictionary.Entries) Walk(owner, inner, depth + 1);
                    break;
                default:
                    break;
            }
        }

        private void Look(PdfObject owner, PdfDictionary dictionary)
        {
            if (pdf.Follow(dictionary["Type"]) is PdfName { Value: "Page" }) _pages++;
            if (dictionary["OpenAction"] is not null || dictionary["AA"] is not null) _startsItself = true;
            if (dictionary["EF"] is not null) Embedded(owner, dictionary);
            switch (pdf.Follow(dictionary["S"]))
            {
                case PdfName { Value: "URI" }:
                    Link(Text(owner, dictionary["URI"]), "link");
                    break;
                case PdfName { Value: "Launch" }:
                    Launch(owner, dictionary);
                    break;
                case PdfName { Value: "SubmitForm" or "ImportData" }:
                    var to = Target(owner, dictionary["F"]);
                    file.Find(FindingKinds.PaperSends, to);
                    Link(to, "form");
                    break;
                case PdfName { Value: "GoToR" or "GoToE" }:
                    var where = Target(owner, dictionary["F"]);
                    if (where.StartsWith(@"\\", StringComparison.Ordinal) || where.Contains("://", StringComparison.Ordinal)) file.Find(FindingKinds.RemoteObject, where, "GoToR");
                    Link(where, "GoToR");
                    break;
                default:
                    break;
            }
            if (dictionary["JS"] is { } script) Script(owner, script);
            if (owner.Value == dictionary) Properties(owner, dictionary);
        }

        private void Properties(PdfObject owner, PdfDictionary dictionary)
        {
            if (pdf.Trailer["Info"] is not PdfReference info || info.Number != owner.Number) return;
            foreach (var name in (ReadOnlySpan<string>)["Title", "Author", "Subject", "Creator", "Producer", "CreationDate", "ModDate"]) file.Property(name, Text(owner, dictionary[name]));
        }

        private void Link(string address, string where)
        {
            if (address.Length == 0) return;
            file.Link(address, where);
        }

        /// <summary>12.6.4.6: a program or file, with its command line for Windows in Win.</summary>
        private void Launch(PdfObject owner, PdfDictionary action)
        {
            var windows = pdf.Follow(action["Win"]) as PdfDictionary;
            var command = (Target(owner, action["F"]) + " " + (windows is null ? "" : Text(owner, windows["F"]) + " " + Text(owner, windows["P"]))).Trim();
            // A link to a paper beside this one is written as a launch too, by programs that know no better.
            if (windows is null && !CommandLine.NamesCode(command) && !CommandLine.StartsCarrier(command) && !RemoteParts.IsRemote(command))
            {
                file.Find(FindingKinds.PaperOpens, command);
                return;
            }
            file.Find(FindingKinds.PaperLaunches, command);
            CommandEffects.Write(file, command, "Launch", "/Launch");
        }

        private void Script(PdfObject owner, PdfValue value)
        {
            var stream = pdf.Find(value);
            var source = stream is { StreamStart: >= 0 } ? Characters(pdf.Data(stream, MaxScript).Span) : Text(stream ?? owner, pdf.Follow(value));
            if (source.Length == 0 || (_hasScript && file.Modules.Any(m => m.Source == source))) return;
            _hasScript = true;
            ScriptReader.Look(file, source, $"script of object {owner.Number}", inspection, isPage: true);
        }

        /// <summary>7.11.4: the file specification names the stream.</summary>
        private void Embedded(PdfObject owner, PdfDictionary specification)
        {
            if (pdf.Follow(specification["EF"]) is not PdfDictionary files) return;
            var name = Text(owner, specification["UF"]) is { Length: > 0 } unicode ? unicode : Text(owner, specification["F"]);
            foreach (var reference in files.Entries.Values)
            {
                if (pdf.Find(reference) is not { StreamStart: >= 0 } stream || !_embedded.Add(stream.Number)) continue;
                file.Find(FindingKinds.PaperFile, name);
                var inner = inspection.Open(file, name.Length > 0 ? name : "embedded file", pdf.Data(stream, inspection.Budget.Limits.FileBytes));
                if (inner is not null && RunsOnClick.Is(inner)) file.Find(FindingKinds.EmbeddedCode, inner.Name);
            }
        }

        public void Finish()
        {
            file.Property("pages", _pages.ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (_hasScript) file.Find(_startsItself ? FindingKinds.PaperScriptStarts : FindingKinds.PaperScript, file.Modules[0].Name);
        }

        private string Target(PdfObject owner, PdfValue? value) => pdf.Follow(value) switch
        {
            PdfDictionary specification => Text(owner, specification["UF"]) is { Length: > 0 } unicode ? unicode : Text(owner, specification["F"]),
            var other => Text(owner, other),
        };

        private string Text(PdfObject owner, PdfValue? value)
        {
            var holder = pdf.Find(value) ?? owner;
            if (pdf.Follow(value) is not PdfString text) return "";
            ReadOnlyMemory<byte> bytes = text.Bytes;
            if (pdf.Lock is { } locked && !holder.Packed) bytes = locked.Decrypt(bytes, holder.Number, holder.Generation);
            return Characters(bytes.Span);
        }

        /// <summary>7.9.2.2: text strings are UTF-16 or UTF-8 by their mark, else PDFDocEncoding, of which the ASCII part matters here.</summary>
        private static string Characters(ReadOnlySpan<byte> bytes) => bytes switch
        {
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
            _ => Encoding.Latin1.GetString(bytes),
        };
    }
}
