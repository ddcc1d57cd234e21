using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Configuration;
using Postvakt.Server.SigningIn;
using Postvakt.Web.Gate;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.SigningIn;

/// <summary>What a provider answers is believed only as far as it can be checked.</summary>
public sealed class OidcProviderTests : IAsyncLifetime
{
    private readonly FalseProvider _false = new(Ports.Free());
    private readonly ProviderTicket _ticket = ProviderTicket.New("/", TimeProvider.System.GetUtcNow());
    private OidcProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        await _false.StartAsync();
        var roles = new Dictionary<string, Role> { ["look"] = Role.Analyst, ["lead"] = Role.Responder };
        _provider = new OidcProvider(new OidcConfig(new Uri(_false.Url), "postvakt", null, "False", "email", "groups", roles, ["email"], new Uri("http://127.0.0.1/signin/back")), TimeProvider.System, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _false.DisposeAsync();
    }

    [Fact]
    public async Task TokenThatHolds_NamesThePerson_WithTheHighestRole()
    {
        Assert.Equal(new ProviderAnswer("anna@firm.example", Role.Responder, ""), await AskAsync(new Made { Groups = ["look", "lead", "other"] }));
        Assert.Equal(new ProviderAnswer("anna@firm.example", Role.Analyst, ""), await AskAsync(new Made { Groups = ["look"] }));
        Assert.Equal(new ProviderAnswer("anna@firm.example", null, ""), await AskAsync(new Made()));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("none")]
    [InlineData("shared")]
    public async Task TokenThatIsNotSignedByTheProvider_ProvesNothing(string signed) => Assert.Equal(ProviderAnswer.No("ProviderWrong"), await AskAsync(new Made(Signed: signed)));

    [Fact]
    public async Task TokenForSomebodyElse_OrOfSomebodyElse_ProvesNothing()
    {
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await AskAsync(new Made(Audience: "another")));
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await AskAsync(new Made(Issuer: "https://another.example")));
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await AskAsync(new Made(Party: "another")));
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await AskAsync(new Made { Holds = TimeSpan.FromMinutes(-5) }));
    }

    [Fact]
    public async Task TokenOfAnotherSignIn_ProvesNothing()
    {
        _false.Made = new Made(Nonce: "of another");
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await _provider.RedeemAsync(_ticket, "code", "", TestContext.Current.CancellationToken));
        _false.Made = new Made(Nonce: "");
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await _provider.RedeemAsync(_ticket, "code", "", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task AnswerOfAnotherIssuer_IsNotRedeemed()
    {
        _false.Made = new Made(Nonce: _ticket.Nonce);
        Assert.Equal(ProviderAnswer.No("ProviderWrong"), await _provider.RedeemAsync(_ticket, "code", "https://another.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ProviderThatSpeaksForAnother_OrSendsTheCodeInTheClear_IsNotAsked()
    {
        _false.Issuer = "https://another.example";
        Assert.Null(await _provider.AddressAsync(_ticket, TestContext.Current.CancellationToken));
        (_false.Issuer, _false.TokenEndpoint) = (_false.Url, "http://another.example/token");
        Assert.Null(await _provider.AddressAsync(_ticket, TestContext.Current.CancellationToken));
        _false.TokenEndpoint = null;
        var address = await _provider.AddressAsync(_ticket, TestContext.Current.CancellationToken);
        Assert.Contains("code_challenge_method=S256", address!.Query, StringComparison.Ordinal);
        Assert.DoesNotContain(_ticket.Verifier, address.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProviderThatIsNotThere_IsSaidSo()
    {
        using var gone = new OidcProvider(new OidcConfig(new Uri($"http://127.0.0.1:{Ports.Free()}"), "postvakt", null, "Gone", "email", "groups", new Dictionary<string, Role>(), [], new Uri("http://127.0.0.1/signin/back")), TimeProvider.System, NullLogger.Instance);
        Assert.Null(await gone.AddressAsync(_ticket, TestContext.Current.CancellationToken));
        Assert.Equal(ProviderAnswer.No("ProviderUnreachable"), await gone.RedeemAsync(_ticket, "code", "", TestContext.Current.CancellationToken));
    }

    private Task<ProviderAnswer> AskAsync(Made made)
    {
        _false.Made = made with { Nonce = _ticket.Nonce };
        return _provider.RedeemAsync(_ticket, "code", "", TestContext.Current.CancellationToken);
    }
}
