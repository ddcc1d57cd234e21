using System.CommandLine;
using Postvakt.Cli.Output;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Server.Configuration;
using Postvakt.Server.Inspecting;

namespace Postvakt.Cli.Verbs;

/// <summary>inspect FILE…: says what a file would do, without running it.</summary>
internal static class InspectVerb
{
    /// <summary>A larger file is read to here, and its report says so. 256 MiB.</summary>
    private const int MaxFile = 256 << 20;

    public static Command Create()
    {
        var paths = CommonOptions.Paths();
        paths.Description = "A document, archive or mail; or a folder of such; - for standard input";
        var passwords = new Option<string[]>("--password") { Description = "Try this password on what is locked; may be given several times", HelpName = "P" };
        var name = new Option<string?>("--name") { Description = "Name that standard input came under", HelpName = "NAME" };
        var yara = new Option<string?>("--yara") { Description = "Apply the YARA rules of this folder", HelpName = "DIR" };
        var source = new Option<bool>("--source") { Description = "Show the macros' source too" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("inspect", "Say what a document or attachment would do, without running it") { paths, passwords, name, yara, source, format };
        verb.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(yara) is { } rules && !Directory.Exists(rules))
            {
                Console.Error.WriteLine($"postvakt: {rules}: no such folder");
                return Task.FromResult(ExitStatus.Trouble);
            }
            var options = Inspectors.Options(DocumentsConfig.Default with { Yara = parsed.GetValue(yara) is { } folder ? Path.GetFullPath(folder) : null }, TimeProvider.System) with
            {
                Passwords = parsed.GetValue(passwords) ?? [],
            };
            using var workers = options.Outside as IDisposable;
            using var output = new StreamWriter(new BufferedStream(Console.OpenStandardOutput(), 64 << 10), new System.Text.UTF8Encoding(false));
            IInspectionWriter writer = parsed.GetValue(format) == "json" ? new InspectionJson(output, parsed.GetValue(source)) : new InspectionTable(output, parsed.GetValue(source));
            return Task.FromResult(Run(parsed.GetValue(paths)!, parsed.GetValue(name), options, writer, cancellation));
        });
        return verb.NeedsAccount();
    }

    private static int Run(string[] paths, string? name, InspectionOptions options, IInspectionWriter writer, CancellationToken cancellation)
    {
        var (found, trouble) = (false, false);
        var files = paths.SelectMany(Expand).ToArray();
        var progress = new Progress("inspect", files.Length == 1 ? 0 : files.Where(File.Exists).Sum(f => new FileInfo(f).Length), TimeProvider.System);
        foreach (var path in files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var started = TimeProvider.System.GetTimestamp();
                var (content, cut) = Read(path);
                var report = DocumentInspector.Inspect(path == "-" ? name ?? "standard input" : Path.GetFileName(path), content, options);
                if (cut) report.Root.SaysIncomplete($"more than {MaxFile >> 20} MiB");
                found |= report.Severity >= Severity.Medium || !report.Complete;
                writer.Write(path, report, TimeProvider.System.GetElapsedTime(started));
                progress.Step(content.Length);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"postvakt: {path}: {(Directory.Exists(path) ? "is a folder" : "cannot be read: " + unreadable.Message)}");
                trouble = true;
            }
        }
        progress.Done();
        writer.Finish();
        return trouble ? ExitStatus.Trouble : found ? ExitStatus.Found : ExitStatus.Nothing;
    }

    /// <summary>Files of a folder, in the order of their names; hidden ones too, because attachments may be called anything.</summary>
    private static IEnumerable<string> Expand(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal) : [path];

    private static (ReadOnlyMemory<byte> Content, bool Cut) Read(string path)
    {
        using var file = path == "-" ? Console.OpenStandardInput() : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.CanSeek && file.Length <= MaxFile)
        {
            var whole = GC.AllocateUninitializedArray<byte>((int)file.Length);
            return (whole.AsMemory(0, file.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false)), false);
        }
        using var kept = new MemoryStream();
        var buffer = new byte[64 << 10];
        int read;
        while ((read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, MaxFile - kept.Length))) > 0) kept.Write(buffer, 0, read);
        return (kept.GetBuffer().AsMemory(0, (int)kept.Length), kept.Length == MaxFile && file.ReadByte() >= 0);
    }
}
