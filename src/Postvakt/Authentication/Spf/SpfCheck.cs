using System.Net;
using System.Net.Sockets;

namespace Postvakt.Authentication.Spf;

/// <summary>
/// check_host of one mail (RFC 7208 4): may this client use this domain as sender? Ours, because the limits are the point of it: ten terms, two
/// void look-ups, ten names. "exp" is read and not followed: its text is the domain owner's, and we show nobody words of a stranger.
/// </summary>
internal sealed class SpfCheck
{
    private readonly IResolver _resolver;
    private readonly IPAddress _client;
    private readonly string _local;
    private readonly string _senderDomain;
    private readonly string _helo;
    private readonly SpfBudget _budget = new();
    private readonly CancellationToken _cancellation;
    private IReadOnlyList<string>? _names;
    private string _problem = "";

    private SpfCheck(IResolver resolver, IPAddress client, string local, string senderDomain, string helo, CancellationToken cancellation)
    {
        _resolver = resolver;
        _client = client;
        _local = local;
        _senderDomain = senderDomain;
        _helo = helo;
        _cancellation = cancellation;
    }

    /// <param name="client">The SMTP client; null: unknown, so that nothing can be said.</param>
    /// <param name="sender">MAIL FROM without brackets, empty for the null sender: then HELO counts (RFC 7208 2.4).</param>
    public static async Task<SpfOutcome> CheckAsync(IResolver resolver, IPAddress? client, string helo, string sender, CancellationToken cancellation)
    {
        var byHelo = sender.Length == 0;
        var at = sender.LastIndexOf('@');
        var domain = DomainNames.Normal(byHelo ? helo : sender[(at + 1)..]);
        if (client is null) return new SpfOutcome(SpfResult.None, domain, byHelo, "no client address");
        if (!DomainNames.IsMailDomain(domain) || (!byHelo && at < 0)) return new SpfOutcome(SpfResult.None, "", byHelo, byHelo ? "HELO is no domain" : "sender has no domain");
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
        // RFC 7208 4.3.
        var local = at > 0 ? sender[..at] : "postmaster";
        var check = new SpfCheck(resolver, client, local, domain, DomainNames.Normal(helo), cancellation);
        var result = await check.EvaluateAsync(domain).ConfigureAwait(false);
        return new SpfOutcome(result, domain, byHelo, result is SpfResult.TempError or SpfResult.PermError ? check._problem : "");
    }

    private async Task<SpfResult> EvaluateAsync(string domain)
    {
        if (!DomainNames.IsMailDomain(domain)) return SpfResult.None;
        var answer = await _resolver.AskAsync(DnsQuestion.Of(domain, DnsKind.Txt), _cancellation).ConfigureAwait(false);
        if (answer.Outcome == DnsOutcome.Failed) return Temporary();
        var records = answer.Texts.Where(SpfRecord.IsRecord).Take(2).ToArray();
        if (records.Length == 0) return SpfResult.None;
        if (records.Length > 1) return Permanent("several records");
        if (SpfParser.Parse(records[0]) is not { } record) return Permanent("record with wrong syntax");
        foreach (var term in record.Terms)
        {
            if (term.AsksDns && !_budget.TakeTerm()) return Permanent("too many look-ups");
            switch (await MatchAsync(term, domain).ConfigureAwait(false))
            {
                case SpfMatch.Yes: return term.Result;
                case SpfMatch.TempError: return Temporary();
                case SpfMatch.PermError: return SpfResult.PermError;
            }
        }
        // RFC 7208 6.1: "redirect" counts only if no mechanism matched; "all" always does.
        return record.Redirect is null ? SpfResult.Neutral : await RedirectAsync(record.Redirect, domain).ConfigureAwait(false);
    }

    private async Task<SpfResult> RedirectAsync(string target, string domain)
    {
        if (!_budget.TakeTerm()) return Permanent("too many look-ups");
        var result = await EvaluateAsync(await ExpandAsync(target, domain).ConfigureAwait(false)).ConfigureAwait(false);
        return result == SpfResult.None ? Permanent("redirect to a domain without record") : result;
    }

    private async Task<SpfMatch> MatchAsync(SpfTerm term, string domain) => term.Mechanism switch
    {
        SpfMechanism.All => SpfMatch.Yes,
        SpfMechanism.Ip4 or SpfMechanism.Ip6 => IsIn(term.Network!, term.Prefix4) ? SpfMatch.Yes : SpfMatch.No,
        SpfMechanism.Include => await IncludeAsync(term, domain).ConfigureAwait(false),
        SpfMechanism.A => await HasAddressAsync(await TargetAsync(term, domain).ConfigureAwait(false), term).ConfigureAwait(false),
        SpfMechanism.Mx => await MxAsync(term, domain).ConfigureAwait(false),
        SpfMechanism.Ptr => await PtrAsync(term, domain).ConfigureAwait(false),
        _ => await ExistsAsync(term, domain).ConfigureAwait(false),
    };

    /// <summary>RFC 7208 5.2, with its table of results.</summary>
    private async Task<SpfMatch> IncludeAsync(SpfTerm term, string domain)
    {
        switch (await EvaluateAsync(await TargetAsync(term, domain).ConfigureAwait(false)).ConfigureAwait(false))
        {
            case SpfResult.Pass: return SpfMatch.Yes;
            case SpfResult.TempError: return SpfMatch.TempError;
            case SpfResult.None: return Error("include of a domain without record");
            case SpfResult.PermError: return SpfMatch.PermError;
            default: return SpfMatch.No;
        }
    }

    private async Task<SpfMatch> HasAddressAsync(string name, SpfTerm term)
    {
        var answer = await AskAsync(name, AddressKind).ConfigureAwait(false);
        if (answer.Outcome == DnsOutcome.Failed) return SpfMatch.TempError;
        if (!_budget.Count(answer)) return Error("too many void look-ups");
        return answer.Addresses.Any(a => IsIn(a, _client.AddressFamily == AddressFamily.InterNetwork ? term.Prefix4 : term.Prefix6)) ? SpfMatch.Yes : SpfMatch.No;
    }

    private async Task<SpfMatch> MxAsync(SpfTerm term, string domain)
    {
        var answer = await AskAsync(await TargetAsync(term, domain).ConfigureAwait(false), DnsKind.Mx).ConfigureAwait(false);
        if (answer.Outcome == DnsOutcome.Failed) return SpfMatch.TempError;
        if (!_budget.Count(answer)) return Error("too many void look-ups");
        if (answer.Texts.Count > SpfBudget.MaxNames) return Error("too many mail servers");
        foreach (var host in answer.Texts)
        {
            var match = await HasAddressAsync(host, term).ConfigureAwait(false);
            if (match != SpfMatch.No) return match;
        }
        return SpfMatch.No;
    }

    private async Task<SpfMatch> PtrAsync(SpfTerm term, string domain)
    {
        var target = await TargetAsync(term, domain).ConfigureAwait(false);
        return (await ClientNamesAsync().ConfigureAwait(false)).Any(n => DomainNames.IsWithin(n, target)) ? SpfMatch.Yes : SpfMatch.No;
    }

    /// <summary>RFC 7208 5.7: any A record will do, for IPv6 clients too.</summary>
    private async Task<SpfMatch> ExistsAsync(SpfTerm term, string domain)
    {
        var answer = await AskAsync(await TargetAsync(term, domain).ConfigureAwait(false), DnsKind.A).ConfigureAwait(false);
        if (answer.Outcome == DnsOutcome.Failed) return SpfMatch.TempError;
        if (!_budget.Count(answer)) return Error("too many void look-ups");
        return answer.Outcome == DnsOutcome.Found ? SpfMatch.Yes : SpfMatch.No;
    }

    /// <summary>
    /// Names of the client that have its address (RFC 7208 5.5), of the first ten; a failing question is a name less. Asked once. Empty answers do
    /// not count as void here: these names are the client's, and no sender's record may be spoilt by them.
    /// </summary>
    private async ValueTask<IReadOnlyList<string>> ClientNamesAsync()
    {
        if (_names is not null) return _names;
        var valid = new List<string>();
        var answer = await _resolver.AskAsync(DnsQuestion.NamesOf(_client), _cancellation).ConfigureAwait(false);
        foreach (var name in answer.Texts.Take(SpfBudget.MaxNames))
        {
            if ((await AskAsync(name, AddressKind).ConfigureAwait(false)).Addresses.Contains(_client)) valid.Add(name);
        }
        return _names = valid;
    }

    private ValueTask<string> TargetAsync(SpfTerm term, string domain) => term.Domain is null ? ValueTask.FromResult(domain) : ExpandAsync(term.Domain, domain);

    private async ValueTask<string> ExpandAsync(string text, string domain)
    {
        var name = "unknown";
        if (SpfMacro.AsksForNames(text))
        {
            // RFC 7208 7.3: the domain itself is preferred, then a name below it, then any.
            var names = await ClientNamesAsync().ConfigureAwait(false);
            name = names.FirstOrDefault(n => n == domain) ?? names.FirstOrDefault(n => DomainNames.IsWithin(n, domain)) ?? names.FirstOrDefault() ?? name;
        }
        return SpfMacro.Fit(SpfMacro.Expand(text, new SpfMacroValues(_client, _local, _senderDomain, domain, _helo, name)));
    }

    /// <summary>What is no name cannot exist (RFC 7208 4.8): nobody is asked.</summary>
    private ValueTask<DnsAnswer> AskAsync(string name, DnsKind kind) =>
        DomainNames.IsName(name) ? _resolver.AskAsync(DnsQuestion.Of(name, kind), _cancellation) : ValueTask.FromResult(DnsAnswer.NoSuchName);

    private DnsKind AddressKind => _client.AddressFamily == AddressFamily.InterNetwork ? DnsKind.A : DnsKind.Aaaa;

    private bool IsIn(IPAddress network, int bits)
    {
        if (network.AddressFamily != _client.AddressFamily) return false;
        Span<byte> one = stackalloc byte[16], other = stackalloc byte[16];
        _client.TryWriteBytes(one, out _);
        network.TryWriteBytes(other, out _);
        var whole = bits / 8;
        return one[..whole].SequenceEqual(other[..whole]) && (bits % 8 == 0 || ((one[whole] ^ other[whole]) & (0xFF << (8 - bits % 8)) & 0xFF) == 0);
    }

    private SpfResult Temporary()
    {
        _problem = "DNS gave no answer";
        return SpfResult.TempError;
    }

    private SpfResult Permanent(string problem)
    {
        _problem = problem;
        return SpfResult.PermError;
    }

    private SpfMatch Error(string problem)
    {
        _problem = problem;
        return SpfMatch.PermError;
    }
}
