using Postvakt.Documents.Outside;

namespace Postvakt.Documents.Tests.Outside;

/// <summary>A worker that is a thread of this process.</summary>
internal sealed class ThreadWorker : IWorker, IDisposable
{
    private readonly MemoryPipe _in = new();
    private readonly MemoryPipe _out = new();

    public ThreadWorker(Action<Stream, Stream> body) => new Thread(() =>
    {
        try
        {
            body(_in, _out);
        }
        catch (IOException)
        {
            // Killed.
        }
        _out.Dispose();
        _in.Dispose();
    })
    { IsBackground = true }.Start();

    public Stream In => _in;

    public Stream Out => _out;

    public bool Killed { get; private set; }

    public void Dispose() => Kill();

    public void Kill()
    {
        Killed = true;
        _in.Dispose();
        _out.Dispose();
    }
}
