using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Events;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Intake.Sources;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Events;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Bench;

/// <summary>Processor time of a gateway that tells of every mail, to a file and over syslog (TCP, a collector of its own process), against one that tells nobody. Turn and turn about.</summary>
internal static class EventCost
{
    /// <summary>Rounds that are counted, after some that let hot code be compiled.</summary>
    private const int Rounds = 12, Warm = 4;

    private static readonly string[] Ways = ["none", "file", "syslog"];

    public static async Task<int> RunAsync(string path, int count)
    {
        var mails = new List<byte[]>();
        foreach (var mail in new MailSource(_ => { }).Read([path]))
        {
            using (mail)
            {
                using var bytes = new MemoryStream();
                await mail.Content.CopyToAsync(bytes).ConfigureAwait(false);
                mails.Add(bytes.ToArray());
            }
            if (mails.Count == count) break;
        }
        using var collector = Collector();
        var port = int.Parse((await collector.StandardOutput.ReadLineAsync().ConfigureAwait(false))!, NumberStyles.None, CultureInfo.InvariantCulture);
        var all = Ways.ToDictionary(w => w, _ => new List<double>());
        for (var round = 0; round < Warm + Rounds; round++)
        {
            // Another one begins each time: what comes first in a round finds the machine otherwise than what comes last.
            for (var n = 0; n < Ways.Length; n++)
            {
                var way = Ways[(round + n) % Ways.Length];
                var (seconds, says) = await RoundAsync(way, mails, port).ConfigureAwait(false);
                Console.WriteLine(says);
                if (round >= Warm) all[way].Add(seconds);
            }
        }
        collector.Kill();
        foreach (var (way, seconds) in all)
        {
            seconds.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way}: least {seconds[0]:0.000}, median {seconds[seconds.Count / 2]:0.000}, most {seconds[^1]:0.000} CPU s for 1,000 mails"));
        }
        return 0;
    }

    /// <summary>Reads what comes and throws it away.</summary>
    public static async Task<int> CollectAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        while (true)
        {
            using var client = await listener.AcceptTcpClientAsync().ConfigureAwait(false);
            await client.GetStream().CopyToAsync(Stream.Null).ConfigureAwait(false);
        }
    }

    private static Process Collector() => Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [typeof(EventCost).Assembly.Location, "collect"] : ["collect"]) { RedirectStandardOutput = true })!;

    private static async Task<(double Seconds, string Says)> RoundAsync(string way, List<byte[]> mails, int port)
    {
        var folder = Directory.CreateTempSubdirectory("postvakt-events-");
        try
        {
            var keys = KeyRing.Open(Path.Combine(folder.FullName, "keys"), mayCreate: true);
            using var ledger = new SqliteLedger(new SqliteMemory(Path.Combine(folder.FullName, "memory.db"), keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
            var vault = new FileVault(Path.Combine(folder.FullName, "held"), keys.Seal);
            var output = new EventOutputConfig("bench", EventFormat.Ecs, new EventFilter([], EventSeverity.Informational), EventMails.All, EventSubjects.Flagged);
            EventOutputConfig[] outputs = way switch
            {
                "file" => [output with { File = new EventFileConfig(Path.Combine(folder.FullName, "events.jsonl"), 1L << 30, 1) }],
                "syslog" => [output with { Syslog = new SyslogConfig(new DnsEndPoint("127.0.0.1", port), SyslogTransport.Tcp, null, null, null) }],
                _ => [],
            };
            var config = new EventsConfig(outputs);
            var judge = new Judge(keys.Fingerprint, ledger.Memory, new JudgeOptions(), HijackModel.Default(), TimeProvider.System);
            var desk = new DeskLoop(ledger, new Desk(judge, ledger, vault, keys.Seal, new SearchTerms(keys.Fingerprint), () => new DeskOptions { EventOutputs = EventHub.Promised(config) }, TimeProvider.System), 256, "bench");
            await using var _ = desk.ConfigureAwait(false);
            var hub = new EventHub(desk, config, "default", keys.Seal, TimeProvider.System, NullLogger.Instance);
            var feed = new VerdictFeed { Also = hub.Judged };
            using var keeper = new Gatekeeper(new MessageParser(MessageLimits.Default), null, [desk], keys.Tokens, () => DirectorySnapshot.Empty, new ServeState(ServeConfig.Default), new GatewayMetrics(), feed, TimeProvider.System, NullLogger<Gatekeeper>.Instance);
            var listener = new ListenerProfile("bench", null, 0);
            var cpu = Environment.CpuUsage.TotalTime;
            await Parallel.ForEachAsync(mails, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (mail, c) =>
            {
                using var content = new MemoryStream(mail, writable: false);
                await keeper.AnswerAsync(listener, new Envelope("192.0.2.1", "", "sender@outside.example", ["reader@firm.example"]), content, c).ConfigureAwait(false);
            }).ConfigureAwait(false);
            var status = hub.Status().SingleOrDefault();
            while (status is { State: not "waiting" }) { await Task.Delay(20).ConfigureAwait(false); status = hub.Status().Single(); }
            var used = Environment.CpuUsage.TotalTime - cpu;
            await hub.DisposeAsync().ConfigureAwait(false);
            var each = used.TotalSeconds / mails.Count * 1_000;
            return (each, string.Create(CultureInfo.InvariantCulture, $"{way}: {each:0.000} CPU s for 1,000 mails; {status?.Sent ?? 0} events told, {status?.Dropped ?? 0} dropped"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
