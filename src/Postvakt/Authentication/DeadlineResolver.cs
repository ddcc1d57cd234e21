namespace Postvakt.Authentication;

/// <summary>A resolver for one mail: once the mail's time is up every question fails, so that all checks end with "temporary error".</summary>
internal sealed class DeadlineResolver(IResolver inner, CancellationToken deadline, CancellationToken cancellation) : IResolver
{
    public bool IsOver => deadline.IsCancellationRequested;

    /// <param name="ignored">The mail's own token counts.</param>
    public async ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken ignored)
    {
        cancellation.ThrowIfCancellationRequested();
        if (deadline.IsCancellationRequested) return DnsAnswer.Failed;
        try
        {
            return await inner.AskAsync(question, deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DnsAnswer.Failed;
        }
    }
}
