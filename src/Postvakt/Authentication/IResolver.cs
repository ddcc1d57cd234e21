namespace Postvakt.Authentication;

/// <summary>Asks the DNS. What goes wrong there is an answer, never an exception.</summary>
public interface IResolver
{
    /// <summary>The answer, or <see cref="DnsOutcome.Failed"/> when there was none in time. Throws only <see cref="OperationCanceledException"/>.</summary>
    ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation);
}
