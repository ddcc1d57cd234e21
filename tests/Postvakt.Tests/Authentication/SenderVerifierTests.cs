using System.Security.Cryptography;
using System.Text;
using MimeKit.Cryptography;
using Postvakt.Authentication;
using Postvakt.Authentication.Arc;
using Postvakt.Authentication.Dkim;
using Postvakt.Authentication.Dmarc;
using Postvakt.Authentication.Spf;
using Postvakt.Messages;
using Postvakt.Tests.Authentication.Support;

namespace Postvakt.Tests.Authentication;

/// <summary>All checks together, on mail that was signed here.</summary>
public sealed class SenderVerifierTests
{
    private static readonly Envelope Client = new("192.0.2.10", "mail.firm.example", "anna@firm.example", ["ben@werk.example"]);
    private static readonly Envelope Forwarded = new("198.51.100.7", "lists.example", "bounce@lists.example", ["ben@werk.example"]);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static TableResolver Dns(string more = "") => new($"""
        firm.example TXT v=spf1 ip4:192.0.2.10 -all
        _dmarc.firm.example TXT v=DMARC1; p=reject
        s1._domainkey.firm.example TXT {TestKeys.RsaRecord}
        s2._domainkey.firm.example TXT {TestKeys.EdwardsRecord}
        s1._domainkey.news.firm.example TXT {TestKeys.RsaRecord}
        s1._domainkey.lists.example TXT {TestKeys.RsaRecord}
        s1._domainkey.second.example TXT {TestKeys.RsaRecord}
        {more}
        """);

    [Fact]
    public async Task HonestMail_PassesEverything()
    {
        var found = await VerifyAsync(TestMails.Signed(TestKeys.RsaSigner("firm.example"), TestKeys.EdwardsSigner("firm.example")));
        Assert.Equal(SpfResult.Pass, found.Spf.Result);
        Assert.Equal([DkimResult.Pass, DkimResult.Pass], found.Dkim.Select(d => d.Result));
        Assert.Equal(DmarcResult.Pass, found.Dmarc.Result);
        Assert.Equal(ArcResult.None, found.Arc.Result);
        Assert.Equal(new SenderAuthentication("pass", "firm.example", "pass", "firm.example", "pass"), found.Summary);
    }

    [Fact]
    public async Task UnsignedMail_FromStranger_Fails()
    {
        var found = await VerifyAsync(TestMails.Plain(), Forwarded with { MailFrom = "anna@firm.example" });
        Assert.Equal(new SenderAuthentication("fail", "firm.example", "none", "", "fail"), found.Summary);
    }

    [Theory]
    [InlineData("Delivery on Friday", "Delivery on Monday")]
    [InlineData("See you on Friday.\r\n", "See you on Monday.\r\n")]
    [InlineData("--b--", "--b--\r\nmore")]
    [InlineData("anna@firm", "otto@firm")]
    public async Task AlteredMail_FailsItsSignature(string before, string after)
    {
        var found = await VerifyAsync(TestMails.Replace(TestMails.Signed(TestKeys.RsaSigner("firm.example"), TestKeys.EdwardsSigner("firm.example")), before, after), Forwarded);
        Assert.Equal([DkimResult.Fail, DkimResult.Fail], found.Dkim.Select(d => d.Result));
        Assert.Equal(DmarcResult.Fail, found.Dmarc.Result);
    }

    [Theory]
    [InlineData("two  blanks", "two blanks")]
    [InlineData("one behind. ", "one behind.\t")]
    public async Task ReflowedMail_StillPassesRelaxed(string before, string after)
    {
        var mail = TestMails.Signed(TestKeys.RsaSigner("firm.example"));
        var changed = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(mail).Replace(before, after, StringComparison.OrdinalIgnoreCase).Replace("two blanks", "Two blanks", StringComparison.Ordinal));
        Assert.NotEqual(mail, changed);
        Assert.Equal(DkimResult.Pass, Assert.Single((await VerifyAsync(changed, Forwarded)).Dkim).Result);
    }

    [Theory]
    [InlineData("NONE", DkimResult.PermError, "no key")]
    [InlineData("TXT v=DKIM1; p=", DkimResult.PermError, "key revoked")]
    [InlineData("TXT v=DKIM1; k=rsa; p=AAAA", DkimResult.PermError, "malformed key")]
    [InlineData("TXT v=DKIM1; k=rsa; p=!!", DkimResult.PermError, "malformed key")]
    [InlineData("TXT hello", DkimResult.PermError, "malformed key")]
    [InlineData("TXT v=DKIM2; p=AAAA", DkimResult.PermError, "malformed key")]
    [InlineData("TXT v=DKIM1; k=ed25519; p=AAAA", DkimResult.PermError, "key of another algorithm")]
    [InlineData("TXT v=DKIM1; h=sha1; p=AAAA", DkimResult.PermError, "key not for SHA-256")]
    [InlineData("TXT v=DKIM1; s=tlsrpt; p=AAAA", DkimResult.PermError, "key not for mail")]
    [InlineData("TXT FAIL", DkimResult.TempError, "DNS gave no answer")]
    public async Task Key_ThatCannotBeUsed_SaysWhy(string record, DkimResult expected, string problem)
    {
        var dns = Dns("s1._domainkey.odd.firm.example " + record);
        var found = await VerifyAsync(TestMails.Signed(TestKeys.RsaSigner("odd.firm.example")), Forwarded, dns);
        var signature = Assert.Single(found.Dkim);
        Assert.Equal((expected, problem), (signature.Result, signature.Problem));
        Assert.Equal(expected == DkimResult.TempError ? DmarcResult.TempError : DmarcResult.Fail, found.Dmarc.Result);
    }

    [Fact]
    public async Task Key_OfFewBits_IsRefused()
    {
        var dns = Dns("s1._domainkey.odd.firm.example TXT " + TestKeys.Record(TestKeys.Weak));
        // MimeKit signs with it; 512 bits are broken in an afternoon.
        var found = await VerifyAsync(TestMails.Signed(TestKeys.RsaSigner("odd.firm.example", TestKeys.Weak)), Forwarded, dns);
        Assert.Equal("key too short", Assert.Single(found.Dkim).Problem);
    }

    [Fact]
    public async Task Keys_OfOneMail_AreMadeWithinABudget_AndTheRestNextTime()
    {
        var keys = Enumerable.Range(0, 2).Select(_ => RSA.Create(4096)).ToArray();
        var dns = Dns($"s1._domainkey.k0.example TXT {TestKeys.Record(keys[0])}\ns1._domainkey.k1.example TXT {TestKeys.Record(keys[1])}");
        var mail = TestMails.Signed(TestKeys.RsaSigner("k0.example", keys[0]), TestKeys.RsaSigner("k1.example", keys[1]));
        var verifier = new SenderVerifier(dns, Options, TimeProvider.System);
        using var stream = new MemoryStream(mail, writable: false);
        var first = await verifier.VerifyAsync(Forwarded, stream, TestContext.Current.CancellationToken);
        Assert.Equal(["", "too many new keys"], first.Dkim.Select(d => d.Problem).Order(StringComparer.Ordinal));
        Assert.Contains(first.Dkim, d => d.Result == DkimResult.TempError);
        var next = await verifier.VerifyAsync(Forwarded, stream, TestContext.Current.CancellationToken);
        Assert.All(next.Dkim, d => Assert.Equal(DkimResult.Pass, d.Result));
    }

    [Theory]
    [InlineData("other.example", DmarcResult.Fail)]
    [InlineData("news.firm.example", DmarcResult.Pass)]
    public async Task Signature_OfAnotherDomain_PassesOnlyWhenAligned(string domain, DmarcResult expected)
    {
        var found = await VerifyAsync(TestMails.Signed(TestKeys.RsaSigner(domain)), Forwarded, Dns($"s1._domainkey.other.example TXT {TestKeys.RsaRecord}"));
        Assert.Equal((DkimResult.Pass, domain), (found.Dkim[0].Result, found.Dkim[0].Domain));
        Assert.Equal(expected, found.Dmarc.Result);
    }

    [Fact]
    public async Task Signature_Expired_FailsByOurClock()
    {
        var signer = TestKeys.RsaSigner("firm.example");
        signer.SignaturesExpireAfter = TimeSpan.FromDays(7);
        var mail = TestMails.Signed(signer);
        Assert.Equal(DkimResult.Pass, (await VerifyAsync(mail, clock: new FixedClock(Now))).Dkim[0].Result);
        Assert.Equal("signature expired", (await VerifyAsync(mail, clock: new FixedClock(Now.AddDays(8)))).Dkim[0].Problem);
        // A clock that jumps back makes a signature of the future; that is no reason to refuse mail.
        Assert.Equal(DkimResult.Pass, (await VerifyAsync(mail, clock: new FixedClock(Now.AddYears(-5)))).Dkim[0].Result);
    }

    [Fact]
    public async Task Signature_WithoutExpiry_OutlivesAClockJump() =>
        Assert.Equal(DkimResult.Pass, (await VerifyAsync(TestMails.Signed(TestKeys.RsaSigner("firm.example")), clock: new FixedClock(Now.AddYears(20)))).Dkim[0].Result);

    [Theory]
    [InlineData(8, DkimResult.Policy, "only a part of the body is signed")]
    [InlineData(16, DkimResult.Pass, "")]
    public async Task Signature_OverPartOfTheBody_IsNotTaken(int length, DkimResult expected, string problem)
    {
        var found = await VerifyAsync(TestMails.SignedInPart("firm.example", "Hello.\r\nadded.\r\n", length), Forwarded);
        Assert.Equal((expected, problem), (found.Dkim[0].Result, found.Dkim[0].Problem));
        Assert.Equal(expected == DkimResult.Pass ? DmarcResult.Pass : DmarcResult.Fail, found.Dmarc.Result);
    }

    [Fact]
    public async Task Signatures_PastTen_AreNotLookedAt()
    {
        var dns = Dns();
        var found = await VerifyAsync(TestMails.Signed([.. Enumerable.Repeat(0, 14).Select(_ => TestKeys.EdwardsSigner("firm.example"))]), Client, dns);
        Assert.Equal(10, found.Dkim.Count);
    }

    [Theory]
    [InlineData("DKIM-Signature: \r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=firm.example; s=s1; h=from; bh=AAAA; b=AAAA; b=BBBB\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=firm.example; s=s1; h=subject; bh=AAAA; b=AAAA\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha1; d=firm.example; s=s1; h=from; bh=AAAA; b=AAAA\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=fi rm.exa\"mple; s=s1; h=from; bh=AAAA; b=AAAA\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=firm.example; s=../..; h=from; bh=AAAA; b=AAAA\r\n")]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256; d=firm.example; i=@other.example; s=s1; h=from; bh=AAAA; b=AAAA\r\n")]
    [InlineData("DKIM-Signature: v=2; a=rsa-sha256; d=firm.example; s=s1; h=from; bh=%%%; b=%%%; l=99999999999999999999\r\n")]
    public async Task Signature_Malformed_IsPermError(string field) =>
        Assert.Equal(DkimResult.PermError, Assert.Single((await VerifyAsync(field + TestMails.Plain())).Dkim).Result);

    [Fact]
    public async Task Signature_NamingThousandsOfFields_IsRefused()
    {
        var found = await VerifyAsync("DKIM-Signature: v=1; a=rsa-sha256; d=firm.example; s=s1; bh=AAAA; b=AAAA; h=from" + string.Concat(Enumerable.Repeat(":x", 300)) + "\r\n" + TestMails.Plain());
        Assert.Equal("too many signed fields", found.Dkim[0].Problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0")]
    [InlineData("no header at all\r\n")]
    [InlineData("From: \r\n\r\n")]
    [InlineData("From: nobody\r\n\r\nx")]
    [InlineData("ARC-Seal: i=1\r\nARC-Seal: i=1\r\nARC-Message-Signature: \r\n\r\nx")]
    public async Task Bytes_ThatAreHardlyAMail_AreUnderstoodAsNothing(string mail)
    {
        var found = await VerifyAsync(mail);
        Assert.Equal((DmarcResult.None, SpfResult.Pass), (found.Dmarc.Result, found.Spf.Result));
        Assert.Empty(found.Dkim);
    }

    [Fact]
    public async Task SecondFrom_OnTop_TakesThePass()
    {
        var found = await VerifyAsync("From: Chef <chef@bank.example>\r\n" + Encoding.Latin1.GetString(TestMails.Signed(TestKeys.RsaSigner("firm.example"))), Client, Dns("_dmarc.bank.example TXT v=DMARC1; p=reject"));
        Assert.Equal((DmarcResult.Fail, "bank.example"), (found.Dmarc.Result, found.Dmarc.Domain));
    }

    [Fact]
    public async Task Chain_OfTrustedList_VouchesForAnAlteredMail()
    {
        var altered = TestMails.Replace(TestMails.Signed(TestKeys.RsaSigner("firm.example")), "Delivery on Friday", "[list] Delivery on Friday");
        var found = await VerifyAsync(SealingForwarder.Seal(altered, "lists.example", "pass"), Forwarded);
        Assert.Equal((ArcResult.Pass, "lists.example", true), (found.Arc.Result, found.Arc.Sealer, found.Arc.Vouches));
        // The word of a forwarder is shown as such; DMARC failed here.
        Assert.Equal(DmarcResult.Fail, found.Dmarc.Result);
        Assert.True(found.Summary.ForwarderVouches);
    }

    [Theory]
    [InlineData("lists.example", "fail")]
    [InlineData("second.example", "pass")]
    public async Task Chain_OfStranger_OrWithoutPass_VouchesForNothing(string sealer, string saw)
    {
        var found = await VerifyAsync(SealingForwarder.Seal(Encoding.Latin1.GetBytes(TestMails.Plain()), sealer, saw), Forwarded);
        Assert.Equal((ArcResult.Pass, sealer, false), (found.Arc.Result, found.Arc.Sealer, found.Arc.Vouches));
    }

    [Fact]
    public async Task Chain_WhoseLastSealerIsAStranger_VouchesForNothing()
    {
        var first = SealingForwarder.Seal(Encoding.Latin1.GetBytes(TestMails.Plain()), "lists.example", "pass");
        var found = await VerifyAsync(SealingForwarder.Seal(first, "second.example", "pass"), Forwarded);
        Assert.Equal((ArcResult.Pass, "second.example", false), (found.Arc.Result, found.Arc.Sealer, found.Arc.Vouches));
    }

    [Theory]
    [InlineData("See you on Friday.\r\n", "See you on Monday.\r\n")]
    [InlineData("dmarc=fail", "dmarc=pass")]
    [InlineData("cv=none", "cv=pass")]
    public async Task Chain_Altered_Fails(string before, string after)
    {
        var mail = SealingForwarder.Seal(Encoding.Latin1.GetBytes(TestMails.Plain()), "lists.example", "fail");
        var found = await VerifyAsync(TestMails.Replace(mail, before, after), Forwarded);
        Assert.Equal((ArcResult.Fail, false), (found.Arc.Result, found.Arc.Vouches));
    }

    [Fact]
    public async Task Chain_WhoseKeyHasNoAnswer_IsTempError()
    {
        var found = await VerifyAsync(SealingForwarder.Seal(Encoding.Latin1.GetBytes(TestMails.Plain()), "down.example", "pass"), Forwarded, Dns("s1._domainkey.down.example TXT FAIL"));
        Assert.Equal(ArcResult.TempError, found.Arc.Result);
    }

    [Fact]
    public async Task Chain_OfHundredSets_IsRefused()
    {
        var dns = Dns();
        var found = await VerifyAsync(string.Concat(Enumerable.Range(1, 100).Select(i => $"ARC-Seal: i={i}; a=rsa-sha256; d=d{i}.example; s=s1; cv=none; b=AAAA\r\n")) + TestMails.Plain(), Client, dns);
        Assert.Equal((ArcResult.Fail, "too many sets"), (found.Arc.Result, found.Arc.Problem));
        Assert.DoesNotContain(dns.Asked, q => q.Name.Contains("d1.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DeadResolver_GivesTempErrors_WhenTheTimeIsUp()
    {
        var options = Options with { MessageTime = TimeSpan.FromMilliseconds(50) };
        using var mail = new MemoryStream(TestMails.Signed(TestKeys.RsaSigner("firm.example")));
        var found = await new SenderVerifier(new SilentResolver(), options, TimeProvider.System).VerifyAsync(Client, mail, TestContext.Current.CancellationToken);
        Assert.Equal((SpfResult.TempError, DkimResult.TempError, DmarcResult.TempError), (found.Spf.Result, found.Dkim[0].Result, found.Dmarc.Result));
    }

    [Fact]
    public async Task Cancellation_EndsIt()
    {
        using var mail = new MemoryStream(Encoding.Latin1.GetBytes(TestMails.Plain()));
        using var gone = new CancellationTokenSource();
        var verifying = new SenderVerifier(new SilentResolver(), Options, TimeProvider.System).VerifyAsync(Client, mail, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifying);
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("/var/run/socket")]
    public async Task Client_UnknownOrOurselves_IsNotAskedFor(string address)
    {
        var found = await VerifyAsync(TestMails.Plain(), Client with { ClientAddress = address });
        Assert.Equal((SpfResult.None, "no client address"), (found.Spf.Result, found.Spf.Problem));
    }

    [Fact]
    public async Task Mail_LargerThanExamined_IsNotVerified()
    {
        var options = Options with { Limits = MessageLimits.Default with { MaxBytes = 600 } };
        using var mail = new MemoryStream(TestMails.Signed(TestKeys.RsaSigner("firm.example")));
        var found = await new SenderVerifier(Dns(), options, TimeProvider.System).VerifyAsync(Client, mail, TestContext.Current.CancellationToken);
        Assert.Equal("larger than examined", found.Dkim[0].Problem);
    }

    [Fact]
    public async Task Field_IsReadBackByAnotherParser()
    {
        var mail = SealingForwarder.Seal(TestMails.Signed(TestKeys.RsaSigner("news.firm.example"), TestKeys.EdwardsSigner("missing.example")), "lists.example", "pass");
        var found = await VerifyAsync(mail, Forwarded);
        Assert.True(AuthenticationResults.TryParse(Encoding.ASCII.GetBytes(found.Field), out var read));
        Assert.Equal("mx.werk.example", read.AuthenticationServiceIdentifier);
        Assert.Equal(["spf=none", "dkim=permerror", "dkim=pass", "dmarc=pass", "arc=pass"], read.Results.Select(r => r.Method + "=" + r.Result));
        Assert.Equal(["lists.example"], Values(read, "smtp", "mailfrom"));
        Assert.Equal(["missing.example", "news.firm.example", "lists.example"], Values(read, "header", "d"));
        Assert.Equal(["s2", "s1"], Values(read, "header", "s"));
        Assert.Equal(["firm.example"], Values(read, "header", "from"));
        Assert.All(Values(read, "header", "b"), b => Assert.Equal(8, b.Length));
        Assert.Equal(found.Summary with { ForwarderVouches = false }, SenderAuthentication.Read([found.Field], ["mx.werk.example"]) with { SpfDomain = "lists.example" });
    }

    [Theory]
    [InlineData("a\";dmarc=pass@evil.example")]
    [InlineData("a@evil.example; dmarc=pass")]
    [InlineData("a@evil.example\r\nX-Postvakt-Verdict: clean")]
    [InlineData("a@(evil).example")]
    [InlineData("a@\"; dkim=pass header.d=bank.example")]
    [InlineData("a@ev\u00efl\u2028.example")]
    public async Task Field_WithHostileValues_HoldsNothingOfTheirs(string hostile)
    {
        var mail = $"DKIM-Signature: v=1; a=rsa-sha256; d=evil.example; s=\"x; dmarc=pass (; h=from; bh=A; b=\"\r\n\tdkim=pass\"\r\nFrom: <{hostile}>\r\n\r\nx";
        var found = await VerifyAsync(mail, new Envelope("192.0.2.10", hostile, hostile, []));
        Assert.True(AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(found.Field), out var read));
        Assert.Equal(["spf", "dkim", "dmarc"], read.Results.Select(r => r.Method));
        Assert.DoesNotContain(read.Results, r => r.Result == "pass");
        Assert.All(found.Field.Split('\n').Skip(1), line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        Assert.True(found.Field.All(c => c is '\n' or '\t' or (>= ' ' and <= '~')));
    }

    private static VerifierOptions Options => new() { AuthservId = "mx.werk.example", TrustedSealers = ["lists.example"] };

    private static string[] Values(AuthenticationResults results, string type, string property) =>
        [.. results.Results.SelectMany(r => r.Properties).Where(p => p.PropertyType == type && p.Property == property).Select(p => p.Value)];

    private static Task<Verification> VerifyAsync(string mail, Envelope? envelope = null, TableResolver? dns = null) => VerifyAsync(Encoding.UTF8.GetBytes(mail), envelope, dns);

    private static async Task<Verification> VerifyAsync(byte[] mail, Envelope? envelope = null, TableResolver? dns = null, TimeProvider? clock = null)
    {
        using var stream = new MemoryStream(mail, writable: false);
        return await new SenderVerifier(dns ?? Dns(), Options, clock ?? TimeProvider.System).VerifyAsync(envelope ?? Client, stream, TestContext.Current.CancellationToken);
    }
}
