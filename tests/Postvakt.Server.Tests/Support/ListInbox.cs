using Postvakt.Server.Taxii;

namespace Postvakt.Server.Tests.Support;

/// <summary>Keeps what is handed in, as many as it may.</summary>
internal sealed class ListInbox : ITaxiiInbox
{
    public List<(string Source, byte[] Bundle)> Kept { get; } = [];

    public int Room { get; set; } = 1;

    public bool IsOpen { get; set; }

    public Task<bool> TryPutAsync(string source, ReadOnlyMemory<byte> bundle, CancellationToken cancellation)
    {
        if (Kept.Count >= Room) return Task.FromResult(false);
        Kept.Add((source, bundle.ToArray()));
        return Task.FromResult(true);
    }
}
