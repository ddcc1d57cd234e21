using System.Text;
using Postvakt.EventLogs.Evtx;
using Postvakt.EventLogs.Json;
using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;
using Postvakt.EventLogs.Recognition;
using Postvakt.EventLogs.Tables;
using Postvakt.EventLogs.Texts;
using Postvakt.EventLogs.Xml;

namespace Postvakt.EventLogs;

/// <summary>Opens log files by their content, packed with gzip or not; their names count for nothing.</summary>
public static class LogFiles
{
    private static readonly byte[] GZip = [0x1F, 0x8B, 8];

    /// <summary>Opens the file at a path. Walking folders is the caller's.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static LogFile Open(string path, LogOptions? options = null) => Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan), options);

    /// <summary>Takes over the stream, which need not be able to seek, and finds out what it holds.</summary>
    public static LogFile Open(Stream stream, LogOptions? options = null)
    {
        options ??= new LogOptions();
        var report = new LogReport(options.Limits.Problems);
        var head = new HeadStream(stream);
        try
        {
            if (head.Head.StartsWith(GZip)) head = new HeadStream(new UnpackedStream(head, report, options.Limits));
            if (IsEvtx(head.Head)) return new LogFile(head, LogKind.Evtx, new EvtxReader(head, report, options, new FieldNames(options.Limits.Names)), null, report, options.Limits);
            if (Encodings.Of(head.Head) is { } encoding) head = new HeadStream(Encoding.CreateTranscodingStream(head, encoding, Encoding.UTF8));
            var found = TextRecognition.Of(head.Head);
            return new LogFile(head, found.Kind, Reader(found, head, report, options.Limits), found.Unknown, report, options.Limits);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            report.GiveUp(default, $"The file could not be read: {failure.Message}");
            return new LogFile(head, LogKind.Unknown, null, $"It could not be read: {failure.Message}", report, options.Limits);
        }
    }

    /// <summary>The header of a file, or a chunk where the header is damaged or missing.</summary>
    private static bool IsEvtx(ReadOnlySpan<byte> head) => head.StartsWith(EvtxFileHeader.Signature) || head.StartsWith(EvtxChunk.Signature) || (head.Length > EvtxFileHeader.BlockSize && head[EvtxFileHeader.BlockSize..].StartsWith(EvtxChunk.Signature));

    private static ILogReader? Reader(Recognised found, Stream stream, LogReport report, LogLimits limits)
    {
        var names = new FieldNames(limits.Names);
        LineReader Lines() => new(stream, report, limits.RecordBytes);
        return found.Kind switch
        {
            LogKind.Unknown => null,
            LogKind.WindowsXml => new WindowsXmlReader(new EventElements(stream, report, limits), new EventXmlFields(names, limits), report, limits),
            LogKind.OabGenerator => new OabGeneratorReader(Lines(), report, limits),
            _ when found.IsTable => new TableReader(new TableRows(Lines(), report, limits, found.Dialect, found.Delimiter), found.Dialect, found.Delimiter, found.Kind, names, report, limits),
            _ => new JsonReader(new JsonObjects(stream, report, limits, found.Skip, found.IsWrapped), new JsonFields(Naming(found.Kind), names, limits), report, limits),
        };
    }

    private static IJsonNames Naming(LogKind kind) => kind switch
    {
        LogKind.WindowsJson => new WindowsNames(),
        LogKind.DefenderHunting => new DefenderNames(),
        _ => new CloudNames(kind),
    };
}
