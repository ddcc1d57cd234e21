using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Postvakt.Incidents;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;

namespace Postvakt.Server.Mailboxes.Ews;

/// <summary>Mailboxes of an Exchange on premises, by Exchange Web Services. The password goes to the configured address only: no redirect is followed.</summary>
internal sealed class EwsMailboxes(EwsConfig config, MailboxLimits limits, TimeProvider clock) : IMailboxes
{
    /// <summary>Without a word of the server. 30 s.</summary>
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private (string Secret, HttpClient Client)? _client;

    public string Name => "ews " + config.Url.Host;

    public async Task<IMailbox> OpenAsync(string address, CancellationToken cancellation)
    {
        var mailbox = new EwsMailbox(this, address, limits);
        await mailbox.OpenAsync(cancellation).ConfigureAwait(false);
        return mailbox;
    }

    public async Task<MailboxRules?> RulesAsync(string address, CancellationToken cancellation) => await EwsRules.ReadAsync(this, address, cancellation).ConfigureAwait(false);

    public void Dispose()
    {
        lock (_lock) _client?.Client.Dispose();
    }

    /// <summary>
    /// The response messages of an operation, each with its class and code. Waits and asks again where the server is too busy for all of it; where some of it was done, it must not be asked for
    /// once more: what is moved has another id by now. Throws <see cref="MailboxException"/>.
    /// </summary>
    public async Task<IReadOnlyList<XElement>> AskAsync(string mailbox, XElement operation, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await OnceAsync(mailbox, operation, cancellation).ConfigureAwait(false);
            var responses = answer.Descendants(EwsXml.MessageNames + "ResponseMessages").Elements().ToArray();
            // GetInboxRules has one answer, and it is the response message itself.
            if (responses.Length == 0) responses = [.. answer.Elements(EwsXml.Soap + "Body").Elements().Where(e => e.Attribute("ResponseClass") is not null)];
            var code = answer.Descendants(EwsXml.Soap + "Fault").Any() ? answer.Descendants().FirstOrDefault(e => e.Name.LocalName == "ResponseCode")?.Value ?? "fault"
                : responses.Any(r => CodeOf(r).Length == 0) ? "" : responses.Select(CodeOf).FirstOrDefault(c => IsBusy(c) || IsMissing(c)) ?? "";
            if (IsMissing(code)) throw new MailboxException(MailboxTrouble.Missing, $"{Name}: there is no mailbox of this name");
            if (code.Length == 0) return responses.Length > 0 ? responses : throw new MailboxException(MailboxTrouble.Passing, $"{Name}: its answer is not of the documented form");
            if (!IsBusy(code)) throw new MailboxException(MailboxTrouble.Refused, $"{Name}: refused with {Plain(code)}");
            // ErrorServerBusy says how long ("EWS throttling in Exchange").
            var told = answer.Descendants(EwsXml.Types + "Value").FirstOrDefault(v => (string?)v.Attribute("Name") == "BackOffMilliseconds")?.Value;
            var pause = int.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds) : UsualPause;
            if (attempt == limits.Tries || pause > limits.Pause) throw new MailboxException(MailboxTrouble.Passing, $"{Name}: is too busy") { Pause = pause };
            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    public static string CodeOf(XElement response) => (string?)response.Attribute("ResponseClass") == "Success" ? "" : response.Element(EwsXml.MessageNames + "ResponseCode")?.Value ?? "none";

    private static bool IsBusy(string code) => code is "ErrorServerBusy" or "ErrorTimeoutExpired" or "ErrorMailboxStoreUnavailable" or "ErrorInternalServerTransientError" or "ErrorConnectionFailed" or "ErrorTooManyObjectsOpened" or "ErrorExceededConnectionCount" or "ErrorNoRespondingCASInDestinationSite";

    private static bool IsMissing(string code) => code is "ErrorNonExistentMailbox" or "ErrorMissingInformationEmailAddress" or "ErrorInvalidSmtpAddress";

    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Take(60)]);

    private async Task<XElement> OnceAsync(string mailbox, XElement operation, CancellationToken cancellation)
    {
        var client = await ClientAsync(cancellation).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, config.Url) { Content = new ByteArrayContent(EwsXml.Request(mailbox, operation)) { Headers = { ContentType = new MediaTypeHeaderValue("text/xml", "utf-8") } } };
        // Exchange chooses the server by it (documentation: "Maintain affinity").
        request.Headers.Add("X-AnchorMailbox", mailbox);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(limits.Request);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) throw new MailboxException(MailboxTrouble.Refused, $"{Name}: does not take the account's password, or it may not use EWS ({(int)response.StatusCode})");
            // A fault comes with 500.
            if (response.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.InternalServerError)) throw new MailboxException((int)response.StatusCode >= 500 ? MailboxTrouble.Passing : MailboxTrouble.Refused, $"{Name}: answered {(int)response.StatusCode}");
            return EwsXml.Read(await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false), limits.Answer) ?? throw new MailboxException(MailboxTrouble.Passing, $"{Name}: its answer is no XML that is read");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MailboxException(MailboxTrouble.Passing, FormattableString.Invariant($"{Name}: no answer within {limits.Request.TotalSeconds:0.#} s"));
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            throw new MailboxException(MailboxTrouble.Passing, $"{Name}: cannot be reached or broke off", lost);
        }
    }

    /// <summary>One for each password: a changed one counts at once.</summary>
    private async Task<HttpClient> ClientAsync(CancellationToken cancellation)
    {
        string secret;
        try
        {
            secret = await SecretFile.ReadAsync(config.PasswordFile, cancellation).ConfigureAwait(false);
        }
        catch (DirectorySourceException unreadable)
        {
            throw new MailboxException(MailboxTrouble.Refused, unreadable.Message, unreadable);
        }
        lock (_lock)
        {
            if (_client is { } kept && kept.Secret == secret) return kept.Client;
            var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true, Credentials = Credentials(secret), PreAuthenticate = true, AutomaticDecompression = DecompressionMethods.All };
            var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = limits.Answer };
            _client = (secret, client);
            return client;
        }
    }

    private CredentialCache Credentials(string secret)
    {
        var slash = config.User.IndexOf('\\', StringComparison.Ordinal);
        var account = slash < 0 ? new NetworkCredential(config.User, secret) : new NetworkCredential(config.User[(slash + 1)..], secret, config.User[..slash]);
        var cache = new CredentialCache();
        foreach (var scheme in (string[])["Negotiate", "NTLM", "Basic"]) cache.Add(config.Url, scheme, scheme == "Basic" ? new NetworkCredential(config.User, secret) : account);
        return cache;
    }
}
