namespace Postvakt.Server.Taxii;

/// <summary>Where no inbox is configured: nothing is taken.</summary>
internal sealed class ClosedInbox : ITaxiiInbox
{
    public static ClosedInbox Instance { get; } = new();

    public bool IsOpen => false;

    public Task<bool> TryPutAsync(string source, ReadOnlyMemory<byte> bundle, CancellationToken cancellation) => Task.FromResult(false);
}
