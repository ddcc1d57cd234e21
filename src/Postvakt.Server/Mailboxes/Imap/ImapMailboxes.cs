using Postvakt.Incidents;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Imap;
using MailKit.Security;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Mailboxes.Imap;

/// <summary>Mailboxes of an IMAP server, opened with a master user: "anna@firm.example*sweeper" (Dovecot documentation, "Master users/passwords").</summary>
internal sealed class ImapMailboxes(ImapConfig config, MailboxLimits limits) : IMailboxes
{
    /// <summary>A password that the server took: from then on a refusal is about the mailbox.</summary>
    private volatile string? _proven;

    public string Name => "imap " + config.Server.Host;

    public async Task<IMailbox> OpenAsync(string address, CancellationToken cancellation)
    {
        var secret = await SecretAsync(cancellation).ConfigureAwait(false);
        var code = new RefusalCode();
        var client = new ImapClient(code) { Timeout = (int)limits.Request.TotalMilliseconds, CheckCertificateRevocation = false };
        try
        {
            if (config.CaFile is not null) client.ServerCertificateValidationCallback = (_, certificate, chain, faults) => IsTrusted(certificate, chain, faults);
            await ConnectAsync(client, code, address, secret, cancellation).ConfigureAwait(false);
            return new ImapMailbox(client, config.Server.Host, limits);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Filters (Sieve, RFC 5228) are kept beside IMAP, by a protocol of their own that has no masters everywhere: not looked at.</summary>
    public Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation) => Task.FromResult<MailboxRules?>(null);

    public void Dispose()
    {
    }

    private async Task ConnectAsync(ImapClient client, RefusalCode code, string address, string secret, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limits.Request);
        try
        {
            await client.ConnectAsync(config.Server.Host, config.Server.Port, config.Tls switch { ImapTls.None => SecureSocketOptions.None, ImapTls.StartTls => SecureSocketOptions.StartTls, _ => SecureSocketOptions.SslOnConnect }, time.Token).ConfigureAwait(false);
            await client.AuthenticateAsync((config.LocalPart ? address.Split('@')[0] : address) + config.Separator + config.Master, secret, time.Token).ConfigureAwait(false);
            _proven = secret;
            code.IsDone = true;
        }
        catch (AuthenticationException refused) when (code.IsPassing)
        {
            throw new MailboxException(MailboxTrouble.Passing, $"{Name}: lets nobody in for the moment ({code.Code})", refused);
        }
        catch (AuthenticationException refused)
        {
            // Servers do not say whether the password is wrong or there is no such mailbox (RFC 5530 section 3, AUTHENTICATIONFAILED).
            throw _proven == secret ? new MailboxException(MailboxTrouble.Missing, $"{Name}: there is no mailbox of this name", refused)
                : new MailboxException(MailboxTrouble.Refused, $"{Name}: does not take the master user's password, or there is no mailbox of this name", refused);
        }
        catch (SslHandshakeException untrusted)
        {
            throw new MailboxException(MailboxTrouble.Refused, $"{Name}: its certificate is not trusted, or it does not speak TLS", untrusted);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MailboxException(MailboxTrouble.Passing, FormattableString.Invariant($"{Name}: no answer within {limits.Request.TotalSeconds:0.#} s"));
        }
        catch (Exception lost) when (lost is SocketException or IOException or ImapProtocolException or ImapCommandException or TimeoutException or NotSupportedException)
        {
            throw new MailboxException(lost is NotSupportedException ? MailboxTrouble.Refused : MailboxTrouble.Passing, $"{Name}: {(lost is NotSupportedException ? "offers no TLS" : "cannot be reached or broke off")}", lost);
        }
    }

    private async Task<string> SecretAsync(CancellationToken cancellation)
    {
        try
        {
            return await SecretFile.ReadAsync(config.PasswordFile, cancellation).ConfigureAwait(false);
        }
        catch (DirectorySourceException unreadable)
        {
            throw new MailboxException(MailboxTrouble.Refused, unreadable.Message, unreadable);
        }
    }

    /// <summary>By the authorities of the file alone, and for the host's own name.</summary>
    private bool IsTrusted(X509Certificate? certificate, X509Chain? sent, SslPolicyErrors faults)
    {
        if (certificate is null || (faults & (SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateNotAvailable)) != 0) return false;
        try
        {
            using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
            chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(config.CaFile!);
            foreach (var element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>()) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
            using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
            return chain.Build(leaf);
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
