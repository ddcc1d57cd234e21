using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Outlook;

namespace Postvakt.Server.Tests.Outlook;

/// <summary>Keys that somebody publishes, while the service that publishes them comes and goes.</summary>
public sealed class SigningKeysTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task ServiceThatIsAway_LeavesTheKeysForAnotherDay_AndNoLonger()
    {
        using var service = new Service(2_048);
        using var http = new HttpClient(service);
        using var keys = new SigningKeys(new Uri("https://keys.firm.example/"), http, _clock);
        Assert.NotNull(await FindAsync(keys, "one"));
        service.IsAway = true;
        _clock.Advance(TimeSpan.FromHours(25));
        Assert.NotNull(await FindAsync(keys, "one"));
        _clock.Advance(TimeSpan.FromHours(24));
        await Assert.ThrowsAsync<HttpRequestException>(() => FindAsync(keys, "one"));
        // Within the minute nobody is asked, and nothing is known all the same: that proves nothing against a token.
        await Assert.ThrowsAsync<HttpRequestException>(() => FindAsync(keys, "one"));
        service.IsAway = false;
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await FindAsync(keys, "one"));
        Assert.Null(await FindAsync(keys, "forged"));
        var asked = service.Asked;
        Assert.Null(await FindAsync(keys, "forged"));
        Assert.Equal(asked, service.Asked);
    }

    [Fact]
    public async Task ServiceThatNeverAnswers_IsAFaultOfItsOwn_AndNoEndOfTheRequest()
    {
        using var service = new Service(2_048) { Hangs = true };
        using var http = new HttpClient(service) { Timeout = TimeSpan.FromMilliseconds(50) };
        using var keys = new SigningKeys(new Uri("https://keys.firm.example/"), http, _clock);
        await Assert.ThrowsAsync<HttpRequestException>(() => FindAsync(keys, "one"));
    }

    [Fact]
    public async Task ShortKey_SignsNothing()
    {
        using var service = new Service(1_024);
        using var http = new HttpClient(service);
        using var keys = new SigningKeys(new Uri("https://keys.firm.example/"), http, _clock);
        Assert.Null(await FindAsync(keys, "one"));
    }

    private static Task<RSA?> FindAsync(SigningKeys keys, string name) => keys.FindAsync(name, TestContext.Current.CancellationToken);

    private sealed class Service(int bits) : HttpMessageHandler
    {
        private readonly RSA _key = RSA.Create(bits);

        public bool IsAway { get; set; }

        public bool Hangs { get; init; }

        public int Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            if (Hangs) await Task.Delay(Timeout.Infinite, cancellationToken);
            if (IsAway) return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            var key = _key.ExportParameters(false);
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { keys = new[] { new { kty = "RSA", kid = "one", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } })),
            };
        }

        protected override void Dispose(bool disposing)
        {
            _key.Dispose();
            base.Dispose(disposing);
        }
    }
}
