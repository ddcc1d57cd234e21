namespace Postvakt.Web.Gate;

/// <summary>Somebody else who knows who people are (OpenID Connect); the server speaks to him. Nothing throws for what he does wrong or that he cannot be reached.</summary>
public interface IIdentityProvider
{
    /// <summary>What the button says; also stands in the audit.</summary>
    string Name { get; }

    /// <summary>Where the browser is sent, or null: the provider cannot be reached.</summary>
    Task<Uri?> AddressAsync(ProviderTicket ticket, CancellationToken cancellation);

    /// <summary>Whom he vouches for.</summary>
    /// <param name="ticket">Of the browser that comes back.</param>
    /// <param name="issuer">That the answer names (RFC 9207), or empty.</param>
    Task<ProviderAnswer> RedeemAsync(ProviderTicket ticket, string code, string issuer, CancellationToken cancellation);
}
