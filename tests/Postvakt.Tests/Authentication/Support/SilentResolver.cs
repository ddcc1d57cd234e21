using Postvakt.Authentication;

namespace Postvakt.Tests.Authentication.Support;

/// <summary>A resolver that never answers.</summary>
internal sealed class SilentResolver : IResolver
{
    public async ValueTask<DnsAnswer> AskAsync(DnsQuestion question, CancellationToken cancellation)
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        return DnsAnswer.Failed;
    }
}
