using MimeKit;
using Postvakt.Messages;

namespace Postvakt.Authentication;

/// <summary>The domains that a mail says it is from (RFC 9989 5.3.1).</summary>
/// <param name="Domains">Different ones, in order; empty when none could be read.</param>
/// <param name="SeveralFields">More than one From field.</param>
internal sealed record AuthorDomains(IReadOnlyList<string> Domains, bool SeveralFields)
{
    /// <summary>Domains that are checked. 5: each is a walk through the DNS; honest mail has one.</summary>
    private const int MaxDomains = 5;

    /// <summary>Bytes of a field. 64 KiB, as for addresses elsewhere.</summary>
    private const int MaxLength = 64 << 10;

    public static AuthorDomains Of(HeaderList headers, ParserOptions options)
    {
        var domains = new List<string>();
        var fields = 0;
        foreach (var header in headers)
        {
            if (header.Id != HeaderId.From) continue;
            fields++;
            var value = header.RawValue.Length > MaxLength ? header.RawValue[..MaxLength] : header.RawValue;
            if (domains.Count == MaxDomains) continue;
            foreach (var mailbox in AddressField.Mailboxes(value, options))
            {
                var domain = mailbox.Address is { } address && address.LastIndexOf('@') is var at and >= 0 ? DomainNames.Normal(address[(at + 1)..]) : "";
                if (domain.Length > 0 && domains.Count < MaxDomains && !domains.Contains(domain)) domains.Add(domain);
            }
        }
        return new AuthorDomains(domains, fields > 1);
    }
}
