using System.IO.Pipes;
using Postvakt.Documents.Outside;

namespace Postvakt.Documents.Tests.Outside;

/// <summary>A worker that is a thread of this process, between real pipes.</summary>
internal sealed class ThreadWorker : IWorker, IDisposable
{
    private readonly AnonymousPipeServerStream _in = new(PipeDirection.Out);
    private readonly AnonymousPipeServerStream _out = new(PipeDirection.In);
    private readonly AnonymousPipeClientStream _workerIn;
    private readonly AnonymousPipeClientStream _workerOut;
    private int _killed;

    public ThreadWorker(Action<Stream, Stream> body)
    {
        _workerIn = new AnonymousPipeClientStream(PipeDirection.In, _in.ClientSafePipeHandle);
        _workerOut = new AnonymousPipeClientStream(PipeDirection.Out, _out.ClientSafePipeHandle);
        new Thread(() =>
        {
            try
            {
                body(_workerIn, _workerOut);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // Killed.
            }
            _workerOut.Dispose();
            _workerIn.Dispose();
        })
        { IsBackground = true }.Start();
    }

    public Stream In => _in;

    public Stream Out => _out;

    public bool Killed => _killed > 0;

    public void Dispose() => Kill();

    public void Kill()
    {
        if (Interlocked.Increment(ref _killed) > 1) return;
        _in.Dispose();
        _workerOut.Dispose();
        _out.Dispose();
    }
}
