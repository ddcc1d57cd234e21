namespace Postvakt.Authentication.Dmarc;

/// <summary>
/// Does the author's domain stand behind the mail (RFC 9989 4.4, 5.3)? With several authors each is checked, and the worst counts: a forger
/// gains nothing by adding one that passes.
/// </summary>
internal sealed class DmarcCheck
{
    private readonly IResolver _resolver;
    private readonly AuthorDomains _authors;
    private readonly CancellationToken _cancellation;
    private readonly Task<DmarcWalk>[] _walks;

    /// <summary>Begins to look for policies, while other checks are under way.</summary>
    public DmarcCheck(IResolver resolver, AuthorDomains authors, CancellationToken cancellation)
    {
        _resolver = resolver;
        _authors = authors;
        _cancellation = cancellation;
        _walks = [.. authors.Domains.Select(a => DmarcWalk.FromAsync(resolver, a, cancellation))];
    }

    public async Task<DmarcOutcome> CheckAsync(IReadOnlyList<DmarcIdentifier> identifiers)
    {
        if (_authors.Domains.Count == 0) return new DmarcOutcome(DmarcResult.None, "", Problem: "no author domain");
        var outcomes = await Task.WhenAll(_authors.Domains.Select((author, i) => CheckAsync(author, _walks[i], identifiers))).ConfigureAwait(false);
        var worst = outcomes.MaxBy(o => o.Result)!;
        // RFC 5322 3.6 allows one field: which of several is shown nobody knows, so that nothing passes.
        return _authors.SeveralFields && worst.Result == DmarcResult.Pass ? worst with { Result = DmarcResult.PermError, Problem = "several From fields" } : worst;
    }

    private async Task<DmarcOutcome> CheckAsync(string author, Task<DmarcWalk> walking, IReadOnlyList<DmarcIdentifier> identifiers)
    {
        var walk = await walking.ConfigureAwait(false);
        if (walk.Failed) return new DmarcOutcome(DmarcResult.TempError, author, Problem: "DNS gave no answer");
        if (walk.Policy is not { } record) return new DmarcOutcome(DmarcResult.None, author);
        if (!record.IsUsable) return new DmarcOutcome(DmarcResult.PermError, author, walk.PolicyDomain, Problem: "record with wrong syntax");
        var policy = record.For(walk.PolicyDomain != author, await ExistsAsync(record, walk, author).ConfigureAwait(false));
        var open = false;
        foreach (var identifier in identifiers.OrderBy(i => i.IsOpen))
        {
            switch (await IsAlignedAsync(identifier, author, walk.Organisation, identifier.ByDkim ? record.StrictDkim : record.StrictSpf).ConfigureAwait(false))
            {
                case true when !identifier.IsOpen: return new DmarcOutcome(DmarcResult.Pass, author, walk.PolicyDomain, policy);
                case true or null: open = true; break;
            }
        }
        return open ? new DmarcOutcome(DmarcResult.TempError, author, walk.PolicyDomain, policy, "a check had no answer from the DNS") : new DmarcOutcome(DmarcResult.Fail, author, walk.PolicyDomain, policy);
    }

    /// <summary>RFC 9989 4.4: the same domain, or (relaxed) the same organisational domain; null when the DNS did not say.</summary>
    private async ValueTask<bool?> IsAlignedAsync(DmarcIdentifier identifier, string author, string organisation, bool strict)
    {
        if (identifier.Domain == author) return true;
        // An organisational domain is above its own: a domain elsewhere needs no walk.
        if (strict || !DomainNames.IsWithin(identifier.Domain, organisation)) return false;
        var walk = await DmarcWalk.FromAsync(_resolver, identifier.Domain, _cancellation).ConfigureAwait(false);
        return walk.Failed ? null : walk.Organisation == organisation;
    }

    /// <summary>RFC 9989 3.2.13: a domain without address and mail server. Asked only where the policy depends on it; unanswered counts as existing.</summary>
    private async ValueTask<bool> ExistsAsync(DmarcRecord record, DmarcWalk walk, string author)
    {
        if (record.Missing is null || walk.PolicyDomain == author) return true;
        foreach (var kind in new[] { DnsKind.A, DnsKind.Aaaa, DnsKind.Mx })
        {
            if (!(await _resolver.AskAsync(DnsQuestion.Of(author, kind), _cancellation).ConfigureAwait(false)).IsVoid) return true;
        }
        return false;
    }
}
