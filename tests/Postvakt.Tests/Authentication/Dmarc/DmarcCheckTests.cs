using Postvakt.Authentication;
using Postvakt.Authentication.Dmarc;
using Postvakt.Tests.Authentication.Support;

namespace Postvakt.Tests.Authentication.Dmarc;

/// <summary>Tree walk, alignment and policy (RFC 9989 4.4, 4.10, 5.3).</summary>
public sealed class DmarcCheckTests
{
    private const string Zone = """
        _dmarc.firm.example TXT v=DMARC1; p=reject; sp=quarantine; np=none
        _dmarc.strict.example TXT v=DMARC1; p=reject; adkim=s; aspf=s
        _dmarc.apart.firm.example TXT v=DMARC1; p=none; psd=n
        mail.firm.example A 192.0.2.1
        _dmarc.suffix.example TXT v=DMARC1; p=reject; psd=y
        _dmarc.two.example TXT v=DMARC1; p=reject
        _dmarc.two.example TXT v=DMARC1; p=none
        _dmarc.broken.example TXT v=DMARC1; p=what
        _dmarc.down.example TXT FAIL
        _dmarc.a.b.c.d.e.f.g.h.deep.example TXT v=DMARC1; p=quarantine
        _dmarc.deep.example TXT v=DMARC1; p=reject
        """;

    [Theory]
    // The same domain, and the same organisation.
    [InlineData("firm.example", "dkim:firm.example", DmarcResult.Pass, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "spf:firm.example", DmarcResult.Pass, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "dkim:news.firm.example", DmarcResult.Pass, "firm.example", DmarcPolicy.Reject)]
    [InlineData("news.firm.example", "spf:bounce.firm.example", DmarcResult.Pass, "firm.example", DmarcPolicy.None)]
    [InlineData("firm.example", "dkim:other.example", DmarcResult.Fail, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "dkim:notfirm.example", DmarcResult.Fail, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "dkim:example", DmarcResult.Fail, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "", DmarcResult.Fail, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "spf:other.example dkim:firm.example", DmarcResult.Pass, "firm.example", DmarcPolicy.Reject)]
    // sp for what exists, np for what does not.
    [InlineData("mail.firm.example", "", DmarcResult.Fail, "firm.example", DmarcPolicy.Quarantine)]
    [InlineData("missing.firm.example", "", DmarcResult.Fail, "firm.example", DmarcPolicy.None)]
    // Strict.
    [InlineData("strict.example", "dkim:strict.example", DmarcResult.Pass, "strict.example", DmarcPolicy.Reject)]
    [InlineData("strict.example", "dkim:x.strict.example", DmarcResult.Fail, "strict.example", DmarcPolicy.Reject)]
    [InlineData("strict.example", "spf:x.strict.example", DmarcResult.Fail, "strict.example", DmarcPolicy.Reject)]
    // psd=n is an organisation of its own.
    [InlineData("apart.firm.example", "dkim:firm.example", DmarcResult.Fail, "apart.firm.example", DmarcPolicy.None)]
    [InlineData("firm.example", "dkim:apart.firm.example", DmarcResult.Fail, "firm.example", DmarcPolicy.Reject)]
    [InlineData("x.apart.firm.example", "dkim:y.apart.firm.example", DmarcResult.Pass, "apart.firm.example", DmarcPolicy.None)]
    // psd=y speaks for those below, who are strangers to each other.
    [InlineData("a.suffix.example", "dkim:x.a.suffix.example", DmarcResult.Pass, "suffix.example", DmarcPolicy.Reject)]
    [InlineData("a.suffix.example", "dkim:b.suffix.example", DmarcResult.Fail, "suffix.example", DmarcPolicy.Reject)]
    [InlineData("suffix.example", "dkim:suffix.example", DmarcResult.Pass, "suffix.example", DmarcPolicy.Reject)]
    // No policy, several, a broken one, none in time.
    [InlineData("unknown.example", "dkim:unknown.example", DmarcResult.None, "", null)]
    [InlineData("two.example", "dkim:two.example", DmarcResult.None, "", null)]
    [InlineData("broken.example", "dkim:broken.example", DmarcResult.PermError, "broken.example", null)]
    [InlineData("down.example", "dkim:down.example", DmarcResult.TempError, "", null)]
    // Might have been aligned, had the DNS answered.
    [InlineData("firm.example", "dkim?firm.example", DmarcResult.TempError, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "dkim?other.example", DmarcResult.Fail, "firm.example", DmarcPolicy.Reject)]
    [InlineData("firm.example", "dkim?firm.example spf:firm.example", DmarcResult.Pass, "firm.example", DmarcPolicy.Reject)]
    // Eight questions at most: what lies between is not seen.
    [InlineData("x.a.b.c.d.e.f.g.h.deep.example", "", DmarcResult.Fail, "deep.example", DmarcPolicy.Reject)]
    [InlineData("a.b.c.d.e.f.g.h.deep.example", "", DmarcResult.Fail, "a.b.c.d.e.f.g.h.deep.example", DmarcPolicy.Quarantine)]
    public async Task Author_WithIdentifiers_GivesResult(string author, string identifiers, DmarcResult expected, string policyDomain, DmarcPolicy? policy)
    {
        var outcome = await CheckAsync(new TableResolver(Zone), [author], false, identifiers);
        Assert.Equal((expected, author, policyDomain, policy), (outcome.Result, outcome.Domain, outcome.PolicyDomain, outcome.Policy));
    }

    [Theory]
    [InlineData("example", new[] { "example" })]
    [InlineData("a.example", new[] { "a.example", "example" })]
    [InlineData("a.b.c.d.e.f.example", new[] { "a.b.c.d.e.f.example", "b.c.d.e.f.example", "c.d.e.f.example", "d.e.f.example", "e.f.example", "f.example", "example" })]
    [InlineData("a.b.c.d.e.f.g.example", new[] { "a.b.c.d.e.f.g.example", "b.c.d.e.f.g.example", "c.d.e.f.g.example", "d.e.f.g.example", "e.f.g.example", "f.g.example", "g.example", "example" })]
    [InlineData("z.y.x.a.b.c.d.e.f.g.example", new[] { "z.y.x.a.b.c.d.e.f.g.example", "b.c.d.e.f.g.example", "c.d.e.f.g.example", "d.e.f.g.example", "e.f.g.example", "f.g.example", "g.example", "example" })]
    public void Walk_AsksAtMostEightNames(string domain, string[] names) => Assert.Equal(names, DmarcWalk.Names(domain));

    [Fact]
    public async Task Walk_EndsAtAnOrganisation()
    {
        var dns = new TableResolver(Zone);
        await CheckAsync(dns, ["x.apart.firm.example"], false, "");
        Assert.Equal(["_dmarc.x.apart.firm.example", "_dmarc.apart.firm.example"], dns.Asked.Select(q => q.Name));
    }

    [Fact]
    public async Task Strangers_AreNotWalked()
    {
        var dns = new TableResolver(Zone);
        await CheckAsync(dns, ["firm.example"], false, "dkim:a.b.c.d.other.example");
        Assert.DoesNotContain(dns.Asked, q => q.Name.Contains("other", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dkim:firm.example", DmarcResult.Fail, "strict.example")]
    [InlineData("dkim:firm.example spf:strict.example", DmarcResult.Pass, "firm.example")]
    public async Task SeveralAuthors_TheWorstCounts(string identifiers, DmarcResult expected, string domain)
    {
        var outcome = await CheckAsync(new TableResolver(Zone), ["firm.example", "strict.example"], false, identifiers);
        Assert.Equal((expected, domain), (outcome.Result, outcome.Domain));
    }

    [Fact]
    public async Task SeveralFields_NeverPass() =>
        Assert.Equal(DmarcResult.PermError, (await CheckAsync(new TableResolver(Zone), ["firm.example"], true, "dkim:firm.example")).Result);

    [Fact]
    public async Task NoAuthor_IsNone() => Assert.Equal((DmarcResult.None, "no author domain"), await CheckAsync(new TableResolver(Zone), [], false, "dkim:firm.example") is var o ? (o.Result, o.Problem) : default);

    private static Task<DmarcOutcome> CheckAsync(TableResolver dns, string[] authors, bool severalFields, string identifiers) =>
        new DmarcCheck(dns, new AuthorDomains(authors, severalFields), TestContext.Current.CancellationToken).CheckAsync(
            [.. identifiers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(i => i.Split(':', '?') is var p ? new DmarcIdentifier(p[1], p[0] == "dkim", i.Contains('?')) : default)]);
}
