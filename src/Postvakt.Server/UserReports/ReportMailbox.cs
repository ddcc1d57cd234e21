using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using Microsoft.Extensions.Logging;
using Postvakt.Intake.Sources;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.UserReports;
using Envelope = Postvakt.Messages.Envelope;

namespace Postvakt.Server.UserReports;

/// <summary>
/// Reads the report mailbox over IMAP and waits there for more (IDLE, RFC 2177). A mail is moved away once its report is permanent, never before: what a crash or a cut connection
/// leaves behind comes again and is known by its id. A connection that fails is made anew, after longer and longer pauses.
/// </summary>
internal sealed partial class ReportMailbox : IAsyncDisposable
{
    /// <summary>RFC 2177: a server may end an IDLE of half an hour; a little before that it is begun anew.</summary>
    private static readonly TimeSpan IdleAtMost = TimeSpan.FromMinutes(9);

    /// <summary>Pauses between connections that fail.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2), LongestPause = TimeSpan.FromMinutes(5);

    /// <summary>How long a step of the protocol may take. Two minutes: a mail of 64 MiB over a slow line.</summary>
    private const int StepTime = 120_000;

    /// <summary>Bytes of a mail kept in memory; the rest goes to disk.</summary>
    private const int InMemory = 1 << 20;

    /// <summary>Mails that are taken before the mailbox is looked at anew. 200: somebody may empty it meanwhile.</summary>
    private const int AtOnce = 200;

    /// <summary>Times that a mail is asked for which the server does not give; then the others go on, and it is asked for again each hour.</summary>
    private const int Patience = 3;

    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    /// <summary>Mails that the server did not give: how often, and when last. No longer than the mailbox.</summary>
    private readonly Dictionary<UniqueId, (int Times, DateTimeOffset Last)> _refused = [];

    private readonly ReportMailboxConfig _config;
    private readonly ReportIntake _intake;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _work;

    public ReportMailbox(ReportMailboxConfig config, ReportIntake intake, TimeProvider clock, ILogger log)
    {
        (_config, _intake, _clock, _log) = (config, intake, clock, log);
        _work = Task.Run(() => RunAsync(_stopping.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await ConnectAsync(stopping).ConfigureAwait(false);
                Connected(_log, _config.Server.Host, _config.Folder);
                // A server that lets us in and breaks off each time is no good one: only what was looked through without fault makes the pauses short again.
                await StayAsync(client, () => pause = FirstPause, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception lost)
            {
                // A worker's border: network, server, store, or a mistake of ours about one mail. Nothing is lost by coming again.
                Lost(_log, _config.Server.Host, lost is IOException or SocketException or DirectorySourceException or MailKit.Security.AuthenticationException or ImapCommandException or ImapProtocolException ? lost.Message : lost.GetType().Name, pause.TotalSeconds);
                await Task.Delay(pause, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task<ImapClient> ConnectAsync(CancellationToken cancellation)
    {
        var client = new ImapClient { Timeout = StepTime, CheckCertificateRevocation = false };
        try
        {
            if (_config.CaFile is { } file) client.ServerCertificateValidationCallback = (_, certificate, _, errors) => Holds(file, certificate, errors);
            await client.ConnectAsync(_config.Server.Host, _config.Server.Port, _config.Tls, cancellation).ConfigureAwait(false);
            await client.AuthenticateAsync(_config.User, await SecretFile.ReadAsync(_config.PasswordFile, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>The name must fit as it stands; only the chain ends at the authority of the file.</summary>
    private static bool Holds(string file, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(file);
        return chain.Build(server);
    }

    /// <param name="emptied">Told each time that nothing is left.</param>
    private async Task StayAsync(ImapClient client, Action emptied, CancellationToken stopping)
    {
        var folder = await client.GetFolderAsync(_config.Folder, stopping).ConfigureAwait(false);
        var (done, unreadable) = (await FolderAsync(client, _config.Done, stopping).ConfigureAwait(false), await FolderAsync(client, _config.Unreadable, stopping).ConfigureAwait(false));
        await folder.OpenAsync(FolderAccess.ReadWrite, stopping).ConfigureAwait(false);
        while (!stopping.IsCancellationRequested)
        {
            int known;
            do known = folder.Count;
            while (await TakeAsync(folder, done, unreadable, stopping).ConfigureAwait(false));
            emptied();
            // What came meanwhile is known already: the server would not tell it again.
            if (folder.Count <= known) await WaitAsync(client, folder, known, stopping).ConfigureAwait(false);
        }
    }

    private static async Task<IMailFolder> FolderAsync(ImapClient client, string name, CancellationToken cancellation)
    {
        try
        {
            return await client.GetFolderAsync(name, cancellation).ConfigureAwait(false);
        }
        catch (FolderNotFoundException)
        {
            var root = client.GetFolder(client.PersonalNamespaces[0]);
            return await root.CreateAsync(name, isMessageFolder: true, cancellation).ConfigureAwait(false) ?? throw new IOException($"the folder {name} could not be made");
        }
    }

    /// <summary>False when there was nothing.</summary>
    private async Task<bool> TakeAsync(IMailFolder folder, IMailFolder done, IMailFolder unreadable, CancellationToken cancellation)
    {
        var there = await folder.SearchAsync(SearchQuery.NotDeleted, cancellation).ConfigureAwait(false);
        foreach (var gone in _refused.Keys.Except(there).ToArray()) _refused.Remove(gone);
        var found = there.Where(MayTry).Take(AtOnce).ToArray();
        foreach (var id in found)
        {
            var kind = await TakeAsync(folder, id, cancellation).ConfigureAwait(false);
            // Gone meanwhile: somebody else moved it.
            if (kind is not { } taken) continue;
            Processed(_log, id.Id, taken.ToString().ToLowerInvariant());
            await AskAsync(id, () => folder.MoveToAsync(id, taken is ReportReceiptKind.Taken or ReportReceiptKind.Automatic or ReportReceiptKind.Refused ? done : unreadable, cancellation)).ConfigureAwait(false);
        }
        return found.Length > 0;
    }

    private bool MayTry(UniqueId id) => !_refused.TryGetValue(id, out var refused) || refused.Times < Patience || _clock.GetUtcNow() - refused.Last >= Rest;

    /// <summary>A step with one mail. Servers break off at a mail that is broken in their store, each time; it must not keep the others from being read.</summary>
    private async Task AskAsync(UniqueId id, Func<Task> step)
    {
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ImapCommandException or ImapProtocolException or IOException or SocketException)
        {
            var times = _refused.GetValueOrDefault(id).Times + 1;
            _refused[id] = (times, _clock.GetUtcNow());
            if (times == Patience) Left(_log, id.Id);
            throw;
        }
    }

    private async Task<ReportReceiptKind?> TakeAsync(IMailFolder folder, UniqueId id, CancellationToken cancellation)
    {
        IList<IMessageSummary> sizes = [];
        await AskAsync(id, async () => sizes = await folder.FetchAsync([id], MessageSummaryItems.UniqueId | MessageSummaryItems.Size, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        if (sizes.Count == 0) return null;
        // Not fetched at all: it could not be read anyway.
        if (sizes[0].Size > ReportLimits.Default.MaxBytes) return ReportReceiptKind.Unreadable;
        using var content = new SpoolStream(InMemory);
        await AskAsync(id, async () =>
        {
            using var source = await folder.GetStreamAsync(id, "", cancellation).ConfigureAwait(false);
            await source.CopyToAsync(content, cancellation).ConfigureAwait(false);
        }).ConfigureAwait(false);
        try
        {
            return (await _intake.TakeMailAsync(content, Envelope.Unknown, ReportWay.Mailbox, cancellation).ConfigureAwait(false)).Kind;
        }
        catch (Exception mistake) when (mistake is not (IOException or OperationCanceledException))
        {
            // Not the store, which is an IOException: a mistake of ours about this one mail. It must not keep the others from being read; people look at it.
            Stumbled(_log, id.Id, mistake.GetType().Name);
            return ReportReceiptKind.Unreadable;
        }
    }

    /// <summary>Until mail comes, and no longer than said.</summary>
    private async Task WaitAsync(ImapClient client, IMailFolder folder, int known, CancellationToken stopping)
    {
        if (!client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            await Task.Delay(_config.Every, _clock, stopping).ConfigureAwait(false);
            await client.NoOpAsync(stopping).ConfigureAwait(false);
            return;
        }
        using var end = new CancellationTokenSource(_config.Every < IdleAtMost ? _config.Every : IdleAtMost, _clock);
        void Come(object? sender, EventArgs e)
        {
            if (folder.Count > known) end.Cancel();
        }
        folder.CountChanged += Come;
        try
        {
            await client.IdleAsync(end.Token, stopping).ConfigureAwait(false);
        }
        finally
        {
            folder.CountChanged -= Come;
        }
    }

    [LoggerMessage(60, LogLevel.Information, "reports are read from {Host}, folder {Folder}")]
    private static partial void Connected(ILogger log, string host, string folder);

    [LoggerMessage(61, LogLevel.Warning, "the report mailbox at {Host} is tried again in {Seconds} s: {Text}")]
    private static partial void Lost(ILogger log, string host, string text, double seconds);

    [LoggerMessage(63, LogLevel.Error, "report mailbox, mail {Uid} cannot be taken and is put aside: {Kind}")]
    private static partial void Stumbled(ILogger log, uint uid, string kind);

    [LoggerMessage(64, LogLevel.Error, "report mailbox, mail {Uid} is not given by its server and stays where it is; it is asked for again each hour")]
    private static partial void Left(ILogger log, uint uid);

    [LoggerMessage(62, LogLevel.Information, "report mailbox, mail {Uid}: {Kind}")]
    private static partial void Processed(ILogger log, uint uid, string kind);
}
