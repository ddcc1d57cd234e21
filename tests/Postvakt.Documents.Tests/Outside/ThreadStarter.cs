using Postvakt.Documents.Outside;

namespace Postvakt.Documents.Tests.Outside;

/// <summary>Starts <see cref="ThreadWorker"/>s: for each the next of some bodies, the last one from then on.</summary>
internal sealed class ThreadStarter(params Action<Stream, Stream>[] bodies) : IWorkerStarter
{
    public List<ThreadWorker> Started { get; } = [];

    public IWorker Start()
    {
        lock (Started)
        {
            var worker = new ThreadWorker(bodies[Math.Min(Started.Count, bodies.Length - 1)]);
            Started.Add(worker);
            return worker;
        }
    }
}
