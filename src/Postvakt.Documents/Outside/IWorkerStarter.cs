namespace Postvakt.Documents.Outside;

/// <summary>Starts processes that run <see cref="WorkerLoop"/> between their standard input and output.</summary>
public interface IWorkerStarter
{
    /// <summary>Any exception means that no worker could be started.</summary>
    IWorker Start();
}
