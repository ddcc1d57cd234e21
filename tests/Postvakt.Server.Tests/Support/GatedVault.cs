using Postvakt.Quarantine;

namespace Postvakt.Server.Tests.Support;

/// <summary>A real vault that waits at a gate, where a test has closed one, before it reads a mail.</summary>
internal sealed class GatedVault(IVault inner) : IVault
{
    public ManualResetEventSlim Gate { get; } = new(true);

    /// <summary>Done when somebody stands at the gate.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Put(string id, Stream content)
    {
        Reached.TrySetResult();
        Gate.Wait(CancellationToken.None);
        inner.Put(id, content);
    }

    public Stream? Open(string id) => inner.Open(id);

    public void Delete(string id) => inner.Delete(id);
}
