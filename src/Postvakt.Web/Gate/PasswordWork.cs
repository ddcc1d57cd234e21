using Postvakt.Access;

namespace Postvakt.Web.Gate;

/// <summary>Hashes passwords, one at a time: each takes 19 MiB and a tenth of a second of a processor that mail needs.</summary>
internal sealed class PasswordWork : IDisposable
{
    /// <summary>Who may wait. 20: two seconds; more is no morning rush.</summary>
    private const int MaxWaiting = 20;

    private readonly SemaphoreSlim _one = new(1);
    private int _waiting;

    /// <summary>Null where too many wait.</summary>
    public Task<bool?> HoldsAsync(string password, string kept, CancellationToken cancellation) => WorkAsync<bool?>(() => PasswordHash.Holds(password, kept), cancellation);

    /// <summary>Null where too many wait.</summary>
    public Task<string?> HashAsync(string password, CancellationToken cancellation) => WorkAsync<string?>(() => PasswordHash.Of(password), cancellation);

    public void Dispose() => _one.Dispose();

    private async Task<T?> WorkAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return default;
        }
        try
        {
            await _one.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await Task.Run(work, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
