using System.Net;
using Postvakt.Authentication.Spf;
using Postvakt.Tests.Authentication.Support;

namespace Postvakt.Tests.Authentication.Spf;

/// <summary>check_host, term by term (RFC 7208). The client is 192.0.2.10 or 2001:db8::10 and the record under test is sender.example's.</summary>
public sealed class SpfCheckTests
{
    private const string Zone = """
        sender.example A 192.0.2.10
        sender.example AAAA 2001:db8::10
        sender.example MX mail.sender.example
        mail.sender.example A 192.0.2.10
        near.example A 192.0.2.77
        near.example AAAA 2001:db8::77
        elsewhere.example A 198.51.100.1
        onlyfour.example A 192.0.2.10
        empty.example NONE
        down.example A FAIL
        down.example AAAA FAIL
        down.example MX FAIL
        down.example TXT FAIL
        pass.example TXT v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all
        fail.example TXT v=spf1 -all
        soft.example TXT v=spf1 ~all
        neutral.example TXT v=spf1 ?all
        broken.example TXT v=spf1 nonsense
        loop.example TXT v=spf1 include:loop.example -all
        round.example TXT v=spf1 redirect=round.example
        two.example TXT v=spf1 -all
        two.example TXT v=spf1 +all
        other.example TXT unrelated
        other.example TXT v=spf10 +all
        other.example TXT v=spf1 +all
        late.example TXT v=spf1 a:down.example -all
        nomail.example MX empty.example
        10.2.0.192.in-addr.arpa PTR host.sender.example
        10.2.0.192.in-addr.arpa PTR forged.example
        host.sender.example A 192.0.2.10
        forged.example A 198.51.100.1
        0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa PTR six.sender.example
        six.sender.example AAAA 2001:db8::10
        user.list.example A 127.0.0.2
        10.2.0.192.spf.example A 127.0.0.2
        """;

    [Theory]
    // Qualifiers and "all".
    [InlineData("v=spf1", SpfResult.Neutral)]
    [InlineData("v=spf1 ", SpfResult.Neutral)]
    [InlineData("V=SPF1 -ALL", SpfResult.Fail)]
    [InlineData("v=spf1 all", SpfResult.Pass)]
    [InlineData("v=spf1 +all", SpfResult.Pass)]
    [InlineData("v=spf1 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ~all", SpfResult.SoftFail)]
    [InlineData("v=spf1 ?all", SpfResult.Neutral)]
    [InlineData("v=spf1   -all  ", SpfResult.Fail)]
    [InlineData("v=spf1 -all +all", SpfResult.Fail)]
    // Addresses.
    [InlineData("v=spf1 ip4:192.0.2.10 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:192.0.2.11 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip4:192.0.2.0/24 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:192.0.2.8/30 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:192.0.2.12/30 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip4:0.0.0.0/0 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:192.0.2.10/32 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip6:2001:db8::/32 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip6:::/0 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip6:::ffff:192.0.2.10 -all", SpfResult.Fail)]
    // a
    [InlineData("v=spf1 a -all", SpfResult.Pass)]
    [InlineData("v=spf1 A -all", SpfResult.Pass)]
    [InlineData("v=spf1 ~a -all", SpfResult.SoftFail)]
    [InlineData("v=spf1 a:elsewhere.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:near.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:near.example/24 -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:near.example/24//64 -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:near.example//64 -all", SpfResult.Fail)]
    [InlineData("v=spf1 a/24 -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:missing.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:empty.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:down.example -all", SpfResult.TempError)]
    [InlineData("v=spf1 ip4:192.0.2.10 a:down.example", SpfResult.Pass)]
    [InlineData("v=spf1 a:empty..example -all", SpfResult.Fail)]
    // mx
    [InlineData("v=spf1 mx -all", SpfResult.Pass)]
    [InlineData("v=spf1 mx:elsewhere.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 mx:nomail.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 mx:down.example -all", SpfResult.TempError)]
    [InlineData("v=spf1 mx/24 -all", SpfResult.Pass)]
    // ptr
    [InlineData("v=spf1 ptr -all", SpfResult.Pass)]
    [InlineData("v=spf1 ptr:sender.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 ptr:host.sender.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 ptr:forged.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 ptr:nder.example -all", SpfResult.Fail)]
    // exists
    [InlineData("v=spf1 exists:elsewhere.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 exists:missing.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 exists:down.example -all", SpfResult.TempError)]
    [InlineData("v=spf1 exists:%{l}.list.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 exists:%{ir}.spf.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 exists:%{i}.spf.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:%{p} -all", SpfResult.Pass)]
    // include, with the table of 5.2
    [InlineData("v=spf1 include:pass.example -all", SpfResult.Pass)]
    [InlineData("v=spf1 ?include:pass.example -all", SpfResult.Neutral)]
    [InlineData("v=spf1 include:fail.example ~all", SpfResult.SoftFail)]
    [InlineData("v=spf1 include:soft.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 include:neutral.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 include:broken.example +all", SpfResult.PermError)]
    [InlineData("v=spf1 include:missing.example +all", SpfResult.PermError)]
    [InlineData("v=spf1 include:elsewhere.example +all", SpfResult.PermError)]
    [InlineData("v=spf1 include:down.example +all", SpfResult.TempError)]
    [InlineData("v=spf1 include:late.example +all", SpfResult.TempError)]
    [InlineData("v=spf1 include:two.example +all", SpfResult.PermError)]
    [InlineData("v=spf1 include:other.example -all", SpfResult.Pass)]
    // redirect
    [InlineData("v=spf1 redirect=pass.example", SpfResult.Pass)]
    [InlineData("v=spf1 redirect=fail.example", SpfResult.Fail)]
    [InlineData("v=spf1 redirect=fail.example a", SpfResult.Pass)]
    [InlineData("v=spf1 redirect=pass.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 redirect=missing.example", SpfResult.PermError)]
    [InlineData("v=spf1 redirect=down.example", SpfResult.TempError)]
    [InlineData("v=spf1 redirect=broken.example", SpfResult.PermError)]
    // Loops end at the limit.
    [InlineData("v=spf1 include:loop.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 redirect=round.example", SpfResult.PermError)]
    // Void look-ups: two are borne.
    [InlineData("v=spf1 a:m1.example a:m2.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:m1.example a:m2.example a:m3.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:m1.example mx:empty.example exists:m3.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 mx:nomail.example a:m1.example a:m2.example -all", SpfResult.PermError)]
    // Modifiers.
    [InlineData("v=spf1 exp=missing.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 unknown=%{d} -all", SpfResult.Fail)]
    [InlineData("v=spf1 moo.cow-far_out=man:dog/cat ip4:192.0.2.10 -all", SpfResult.Pass)]
    // Syntax errors spoil all of it, also behind a match.
    [InlineData("v=spf1 ip4:192.0.2.10 nonsense", SpfResult.PermError)]
    [InlineData("v=spf1 +all:x", SpfResult.PermError)]
    [InlineData("v=spf1 all/8", SpfResult.PermError)]
    [InlineData("v=spf1 --all", SpfResult.PermError)]
    [InlineData("v=spf1 include -all", SpfResult.PermError)]
    [InlineData("v=spf1 include: -all", SpfResult.PermError)]
    [InlineData("v=spf1 exists -all", SpfResult.PermError)]
    [InlineData("v=spf1 exists:elsewhere.example/24 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.256 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.010 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.0/33 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.0/024 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:192.0.2.0/ -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip4:2001:db8::1 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip6:192.0.2.1 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip6:2001:db8::/129 -all", SpfResult.PermError)]
    [InlineData("v=spf1 ip6:fe80::1%25eth0 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a: -all", SpfResult.PermError)]
    [InlineData("v=spf1 a/33 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a//129 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a/24/24 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a//24/24 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:example -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:192.0.2.10 -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:x.example.-bad -all", SpfResult.PermError)]
    [InlineData("v=spf1 mx:abc.example:8080 -all", SpfResult.PermError)]
    [InlineData("v=spf1 redirect=a.example redirect=b.example", SpfResult.PermError)]
    [InlineData("v=spf1 exp=a.example exp=b.example", SpfResult.PermError)]
    [InlineData("v=spf1 redirect= ", SpfResult.PermError)]
    [InlineData("v=spf1 unknown=%z -all", SpfResult.PermError)]
    [InlineData("v=spf1 =x -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:%{d -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:%{x}.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:%{c}.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:%{d0}.example -all", SpfResult.PermError)]
    [InlineData("v=spf1 a:%(d).example -all", SpfResult.PermError)]
    [InlineData("v=spf1\ta -all", SpfResult.None)]
    public async Task Record_ForClient_GivesResult(string record, SpfResult expected) => Assert.Equal(expected, (await CheckAsync(record)).Result);

    [Theory]
    [InlineData("v=spf1 a -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:near.example/24 -all", SpfResult.Fail)]
    [InlineData("v=spf1 a:near.example//64 -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:near.example/24//64 -all", SpfResult.Pass)]
    [InlineData("v=spf1 a:onlyfour.example -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip6:2001:db8::10 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip6:2001:DB8::/32 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip6:2001:db8::8/125 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ip6:2001:db8::10/124 -all", SpfResult.Pass)]
    [InlineData("v=spf1 ip4:0.0.0.0/0 -all", SpfResult.Fail)]
    [InlineData("v=spf1 ptr -all", SpfResult.Pass)]
    [InlineData("v=spf1 exists:elsewhere.example -all", SpfResult.Pass)]
    public async Task Record_ForIPv6Client_GivesResult(string record, SpfResult expected) =>
        Assert.Equal(expected, (await CheckAsync(record, "2001:db8::10")).Result);

    [Fact]
    public async Task MappedAddress_IsTakenAsIPv4() => Assert.Equal(SpfResult.Pass, (await CheckAsync("v=spf1 ip4:192.0.2.10 -all", "::ffff:192.0.2.10")).Result);

    [Theory]
    [InlineData(10, SpfResult.Pass)]
    [InlineData(11, SpfResult.PermError)]
    public async Task Terms_PastTen_ArePermError(int terms, SpfResult expected)
    {
        var record = "v=spf1 " + string.Concat(Enumerable.Repeat("a:elsewhere.example ", terms - 1)) + "a:sender.example -all";
        Assert.Equal(expected, (await CheckAsync(record)).Result);
    }

    [Fact]
    public async Task Terms_AreCountedThroughIncludes()
    {
        var dns = Dns("v=spf1 include:deep1.example -all");
        for (var i = 1; i <= 9; i++) dns.Add($"deep{i}.example TXT v=spf1 include:deep{i + 1}.example -all");
        dns.Add("deep10.example TXT v=spf1 a:sender.example -all");
        Assert.Equal(SpfResult.PermError, (await CheckAsync(dns)).Result);
    }

    [Theory]
    [InlineData(10, SpfResult.Pass)]
    [InlineData(11, SpfResult.PermError)]
    public async Task MailServers_PastTen_ArePermError(int servers, SpfResult expected)
    {
        var dns = Dns("v=spf1 mx:many.example -all");
        for (var i = 1; i < servers; i++) dns.Add($"many.example MX elsewhere.example");
        dns.Add("many.example MX mail.sender.example");
        Assert.Equal(expected, (await CheckAsync(dns)).Result);
    }

    [Theory]
    [InlineData(9, SpfResult.Pass)]
    [InlineData(10, SpfResult.Fail)]
    public async Task ClientNames_PastTen_AreLeftOut(int before, SpfResult expected)
    {
        var dns = new TableResolver("sender.example TXT v=spf1 ptr -all\nhost.sender.example A 192.0.2.10");
        for (var i = 0; i < before; i++) dns.Add($"10.2.0.192.in-addr.arpa PTR h{i}.other.example");
        dns.Add("10.2.0.192.in-addr.arpa PTR host.sender.example");
        Assert.Equal(expected, (await CheckAsync(dns)).Result);
    }

    [Fact]
    public async Task ClientNames_ThatFail_AreANameLess()
    {
        var dns = new TableResolver("""
            sender.example TXT v=spf1 ptr -all
            10.2.0.192.in-addr.arpa PTR down.example
            10.2.0.192.in-addr.arpa PTR host.sender.example
            down.example A FAIL
            host.sender.example A 192.0.2.10
            """);
        Assert.Equal(SpfResult.Pass, (await CheckAsync(dns)).Result);
    }

    [Fact]
    public async Task Record_TooLong_IsPermError() => Assert.Equal(SpfResult.PermError, (await CheckAsync("v=spf1 " + new string(' ', 5_000) + "+all")).Result);

    [Fact]
    public async Task DomainSpec_LongerThanAName_LosesLabelsOnTheLeft()
    {
        var label = new string('x', 60);
        var dns = Dns($"v=spf1 exists:{label}.{label}.{label}.{label}.%{{d}} -all");
        dns.Add($"{label}.{label}.{label}.sender.example A 127.0.0.1");
        Assert.Equal(SpfResult.Pass, (await CheckAsync(dns)).Result);
    }

    [Theory]
    [InlineData("", "mail.sender.example", SpfResult.Pass, "mail.sender.example", true)]
    [InlineData("", "[192.0.2.10]", SpfResult.None, "", true)]
    [InlineData("", "localhost", SpfResult.None, "", true)]
    [InlineData("user@missing.example", "x.example", SpfResult.None, "missing.example", false)]
    [InlineData("user@empty.example", "x.example", SpfResult.None, "empty.example", false)]
    [InlineData("user@down.example", "x.example", SpfResult.TempError, "down.example", false)]
    [InlineData("user@FAIL.example.", "x.example", SpfResult.Fail, "fail.example", false)]
    [InlineData("user@localhost", "x.example", SpfResult.None, "", false)]
    [InlineData("user@a..example", "x.example", SpfResult.None, "", false)]
    [InlineData("user", "x.example", SpfResult.None, "", false)]
    [InlineData("\"odd@local\"@pass.example", "x.example", SpfResult.Pass, "pass.example", false)]
    public async Task Identity_IsTheSenderOrHelo(string sender, string helo, SpfResult expected, string domain, bool byHelo)
    {
        var dns = new TableResolver(Zone + "\nmail.sender.example TXT v=spf1 a -all");
        var outcome = await SpfCheck.CheckAsync(dns, IPAddress.Parse("192.0.2.10"), helo, sender, TestContext.Current.CancellationToken);
        Assert.Equal((expected, domain, byHelo), (outcome.Result, outcome.Domain, outcome.ByHelo));
    }

    [Fact]
    public async Task NoClient_IsNone_AndAsksNobody()
    {
        var dns = Dns("v=spf1 +all");
        var outcome = await SpfCheck.CheckAsync(dns, null, "x.example", "user@sender.example", TestContext.Current.CancellationToken);
        Assert.Equal((SpfResult.None, "no client address"), (outcome.Result, outcome.Problem));
        Assert.Empty(dns.Asked);
    }

    private static TableResolver Dns(string record) => new(Zone + "\nsender.example TXT " + record);

    private static Task<SpfOutcome> CheckAsync(string record, string client = "192.0.2.10") => CheckAsync(Dns(record), client);

    private static Task<SpfOutcome> CheckAsync(TableResolver dns, string client = "192.0.2.10") =>
        SpfCheck.CheckAsync(dns, IPAddress.Parse(client), "mail.sender.example", "user@sender.example", TestContext.Current.CancellationToken);
}
