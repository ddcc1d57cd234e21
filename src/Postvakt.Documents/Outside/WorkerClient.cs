using System.Collections.Concurrent;
using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Outside;

/// <summary>
/// The outside parsers behind a process wall. A worker that dies, hangs or talks nonsense is ended and is an answer; the next request gets a fresh one.
/// Safe to use from several threads.
/// </summary>
/// <param name="most">Workers at a time; further requests wait within their time.</param>
public sealed class WorkerClient(IWorkerStarter starter, int most, TimeProvider clock) : IOutsideParsers, IDisposable
{
    /// <summary>Requests after which a worker is replaced, so that whatever a file did to it does not last.</summary>
    private const int MaxRequests = 200;

    /// <summary>A worker keeps its own time and gives what it has by then; only one that hangs is still silent after this. 750 ms.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(750);

    /// <summary>A worker compiles its rules when it starts; that is no file's time. 10 s.</summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _room = new(most);
    private readonly ConcurrentBag<(IWorker Worker, int Requests)> _idle = [];
    private volatile bool _disposed;

    public Unpacked Unpack(FileKind kind, ReadOnlyMemory<byte> archive, string? password, long limit, TimeSpan time)
    {
        if (archive.Length > WorkerProtocol.MaxRequest - (1 << 20)) return new Unpacked(UnpackOutcome.Limit, [], "too large for a worker");
        var request = WorkerProtocol.Request(WorkerVerb.Unpack, kind, archive, password, limit, time);
        return Ask(request, limit + WorkerProtocol.MaxAnswerRest, time, frame => WorkerProtocol.ReadUnpacked(frame, limit), (outcome, fault) => new Unpacked(outcome, [], fault));
    }

    /// <summary>Starts a first worker, unless one is there already or no more may be.</summary>
    public void Prepare()
    {
        if (_disposed || !_idle.IsEmpty || !_room.Wait(TimeSpan.Zero)) return;
        try
        {
            if (_idle.IsEmpty && Start() is { } worker) _idle.Add((worker, 0));
        }
        // The request that needs it says so.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return;
        }
        finally
        {
            if (!_disposed) _room.Release();
        }
    }

    public YaraAnswer Match(ReadOnlyMemory<byte> content, TimeSpan time)
    {
        if (content.Length > WorkerProtocol.MaxRequest - (1 << 20)) return new YaraAnswer([], "too large for a worker");
        return Ask(WorkerProtocol.Request(WorkerVerb.Match, FileKind.Unknown, content, null, 0, time), WorkerProtocol.MaxAnswerRest, time, WorkerProtocol.ReadMatches, (_, fault) => new YaraAnswer([], fault));
    }

    public ulong? Likeness(ReadOnlyMemory<byte> picture, TimeSpan time)
    {
        if (picture.Length > WorkerProtocol.MaxRequest - (1 << 20)) return null;
        return Ask(WorkerProtocol.Request(WorkerVerb.Likeness, FileKind.Unknown, picture, null, 0, time), WorkerProtocol.MaxAnswerRest, time, WorkerProtocol.ReadLikeness, (_, _) => null);
    }

    public CodeAnswer? Codes(ReadOnlyMemory<byte> picture, TimeSpan time)
    {
        if (picture.Length > WorkerProtocol.MaxRequest - (1 << 20)) return null;
        return Ask(WorkerProtocol.Request(WorkerVerb.Codes, FileKind.Unknown, picture, null, 0, time), WorkerProtocol.MaxAnswerRest, time, WorkerProtocol.ReadCodes, (_, _) => null);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var idle)) idle.Worker.Kill();
        _room.Dispose();
    }

    private T Ask<T>(WireWriter request, long mostAnswer, TimeSpan time, Func<WireReader, T> read, Func<UnpackOutcome, string, T> failed)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (time <= TimeSpan.Zero || !_room.Wait(time)) return failed(UnpackOutcome.Limit, "no time left for a worker");
        try
        {
            while (true)
            {
                var used = _idle.TryTake(out var taken);
                try
                {
                    if (!used)
                    {
                        if (Start() is not { } fresh) return failed(UnpackOutcome.Broken, "no worker gets ready");
                        taken = (fresh, 0);
                    }
                }
                // The border to whatever starts processes: without a worker the file stays unread, and that is said.
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    return failed(UnpackOutcome.Broken, $"no worker starts: {e.GetType().Name}");
                }
                // One that died while nobody used it says nothing about this file.
                if (TryAsk(taken.Worker, taken.Requests, request, mostAnswer, time, read, failed, out var answer) || !used) return answer;
            }
        }
        finally
        {
            if (!_disposed) _room.Release();
        }
    }

    /// <returns>Null when it does not say within its time that it is ready.</returns>
    private IWorker? Start()
    {
        var worker = starter.Start();
        var ready = false;
        var deadline = clock.CreateTimer(_ => worker.Kill(), null, StartTime, Timeout.InfiniteTimeSpan);
        try
        {
            ready = worker.Out.ReadByte() == WorkerProtocol.Ready;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
        finally
        {
            deadline.Dispose();
            if (!ready) worker.Kill();
        }
        return ready ? worker : null;
    }

    /// <returns>False when the worker is gone without an answer.</returns>
    private bool TryAsk<T>(IWorker worker, int requests, WireWriter request, long mostAnswer, TimeSpan time, Func<WireReader, T> read, Func<UnpackOutcome, string, T> failed, out T answer)
    {
        var late = false;
        var sound = false;
        // A blocked read of a pipe ends when the process at its other end does.
        var deadline = clock.CreateTimer(
            _ =>
            {
                Volatile.Write(ref late, true);
                worker.Kill();
            },
            null, time + Grace, Timeout.InfiniteTimeSpan);
        try
        {
            request.WriteTo(worker.In);
            answer = read(new WireReader(worker.Out, mostAnswer));
            sound = true;
            return true;
        }
        catch (InvalidDataException)
        {
            answer = failed(UnpackOutcome.Broken, "the worker talked nonsense");
            return true;
        }
        // It died, or its pipes were closed under us.
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            var hung = Volatile.Read(ref late);
            answer = hung ? failed(UnpackOutcome.Limit, "the worker did not answer in time") : failed(UnpackOutcome.Broken, "the worker died");
            return hung;
        }
        finally
        {
            deadline.Dispose();
            if (sound && !Volatile.Read(ref late) && requests + 1 < MaxRequests && !_disposed) _idle.Add((worker, requests + 1));
            else worker.Kill();
        }
    }
}
