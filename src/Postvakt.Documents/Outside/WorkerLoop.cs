using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Outside;

/// <summary>What a worker process does: reads a request, answers it, and again, until its input ends.</summary>
public static class WorkerLoop
{
    /// <summary>Says that it is ready, for which reason the parsers have to be; returns when the input ends or holds what is no request.</summary>
    public static void Run(Stream input, Stream output, IOutsideParsers parsers)
    {
        try
        {
            output.WriteByte(WorkerProtocol.Ready);
            output.Flush();
        }
        catch (IOException)
        {
            return;
        }
        while (true)
        {
            WireWriter answer;
            try
            {
                answer = Answer(new WireReader(input, WorkerProtocol.MaxRequest), parsers);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException or IOException)
            {
                return;
            }
            try
            {
                answer.WriteTo(output);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    private static WireWriter Answer(WireReader request, IOutsideParsers parsers)
    {
        var (verb, kind, password) = ((WorkerVerb)request.Byte(), (FileKind)request.Int32(), request.Text());
        var (limit, time) = (request.Int64(), TimeSpan.FromMilliseconds(Math.Clamp(request.Int64(), 0, 600_000)));
        var content = request.Bytes();
        var answer = new WireWriter();
        switch (verb)
        {
            case WorkerVerb.Unpack:
                WorkerProtocol.Write(answer, parsers.Unpack(kind, content, password, Math.Max(limit, 0), time));
                break;
            case WorkerVerb.Match:
                WorkerProtocol.Write(answer, parsers.Match(content, time));
                break;
            case WorkerVerb.Likeness:
                WorkerProtocol.Write(answer, parsers.Likeness(content, time));
                break;
            case WorkerVerb.Codes:
                WorkerProtocol.Write(answer, parsers.Codes(content, time));
                break;
            default:
                throw new InvalidDataException("a verb that there is not");
        }
        return answer;
    }
}
