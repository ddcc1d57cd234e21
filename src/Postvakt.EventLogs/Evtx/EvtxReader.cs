using Postvakt.EventLogs.Evtx.BinXml;
using Postvakt.EventLogs.Naming;
using Postvakt.EventLogs.Reading;

namespace Postvakt.EventLogs.Evtx;

/// <summary>Reads EVTX from front to back in the memory of one chunk. Events come in the order of the file, which in a full log that goes round is not that of their numbers.</summary>
internal sealed class EvtxReader : ILogReader, IEventXml
{
    private readonly ChunkSource _source;
    private readonly EvtxChunk _chunk;
    private readonly BinXmlDecoder _decoder;
    private readonly BinXmlText _text;
    private readonly LogReport _report;
    private EvtxRecord _record;
    private bool _begun;
    private bool _inChunk;

    public EvtxReader(Stream stream, LogReport report, LogOptions options, FieldNames names)
    {
        _source = new ChunkSource(stream, report);
        _chunk = new EvtxChunk(_source, report, options.Recover);
        _decoder = new BinXmlDecoder(_source.Data, names, options.Limits);
        _text = new BinXmlText(_decoder, options.Limits);
        _report = report;
    }

    public bool Read(LogEvent into)
    {
        if (!_begun) Begin();
        into.Xml = this;
        while (true)
        {
            while (_inChunk && _chunk.NextRecord(out _record))
            {
                if (Fill(into)) return true;
            }
            if (!(_inChunk = _chunk.Next())) return false;
            _decoder.BeginChunk(_chunk.Length);
        }
    }

    public string? Render() => _text.Render(_record);

    private void Begin()
    {
        _begun = true;
        var header = _source.ReadHeader(out var isHeader);
        if (isHeader) EvtxFileHeader.Check(header, _report);
        else _report.Note(default, "The file begins without the header of an EVTX file.");
    }

    /// <summary>False when a recovered record cannot be put together: its template or its values were overwritten.</summary>
    private bool Fill(LogEvent into)
    {
        var position = new LogPosition(_chunk.Offset + _record.Start, 0, _record.Id);
        into.Begin(position);
        into.IsRecovered = _record.IsRecovered;
        var isWhole = _decoder.Decode(_record, into);
        if (!isWhole)
        {
            if (_record.IsRecovered)
            {
                _report.AddUnrecoverable();
                return false;
            }
            into.IsPartial = true;
            _report.AddBad(position, $"The record can be read only in part: {_decoder.Fault}");
        }
        into.Time ??= FileTime.ToTime(_record.Written);
        return true;
    }
}
