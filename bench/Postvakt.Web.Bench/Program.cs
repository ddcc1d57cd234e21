using System.Globalization;
using Postvakt.Web.Bench;
using Postvakt.Web.Tests.Support;

if (args.Length < 2 || !int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out var records))
{
    Console.Error.WriteLine("usage: DIR RECORDS [TIMES [NAME]]    NAME: pages whose name begins so; DIR: filled with as many held mails unless it is there; the console runs on a copy of it. Needs /usr/bin/chromium-headless-shell");
    return 2;
}
var times = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 20;
var master = Path.GetFullPath(args[0]);
if (Environment.GetEnvironmentVariable("PROBE") == "1")
{
    var data = "/tmp/web1mp"; if (!Directory.Exists(data)) ManyRecords.Copy(master, data);
    var keys = Postvakt.Server.Installations.KeyRing.Open(Postvakt.Server.Installations.KeyRing.Resolve(data), mayCreate: false);
    using var l = new Postvakt.Storage.Sqlite.SqliteLedger(new Postvakt.Storage.Sqlite.SqliteMemory(Path.Combine(data, "memory.db"), keys.Fingerprint, Postvakt.Memory.MemoryOptions.Default), Postvakt.Intake.Ledger.LedgerOptions.Default);
    var now = TimeProvider.System.GetUtcNow();
    void T(string name, Action act) { for (var i = 0; i < 4; i++) { var s = System.Diagnostics.Stopwatch.GetTimestamp(); act(); Console.WriteLine($"{name} {System.Diagnostics.Stopwatch.GetElapsedTime(s).TotalMilliseconds:F1} ms"); } }
    foreach (var d in (int[])[1, 2, 7, 30]) T("campaigns " + d, () => l.Campaigns(now.AddDays(-d), 1000));
    var c = l.Campaigns(now.AddDays(-30), 1000);
    T("find 50 entries", () => { foreach (var t in c.Take(50)) Postvakt.Campaigns.CampaignDecisions.Find(l, t.Name); });
    T("find 50 incidents", () => { foreach (var t in c.Take(50)) Postvakt.Campaigns.IncidentOf.Find(l, t.Name, ""); });
    var ids = l.RecordsInCampaign("campaign 0", 0, 500).Found;
    T("500 in campaign", () => l.RecordsInCampaign("campaign 0", 0, 500));
    T("500 records", () => { foreach (var t in ids) l.FindRecord(t); });
    var inc = Postvakt.Incidents.IncidentDecisions.All(l, true, "", 10)[0];
    T("traces", () => { var t = new Postvakt.Incidents.IncidentTraces(l, inc); _ = t.Signs; _ = t.Events(inc.Id); });
    T("held page", () => l.SearchHeld(new Postvakt.Quarantine.HeldQuery { Max = 50 }));
    return 0;
}
if (!Directory.Exists(master)) ManyRecords.Fill(master, records);
var room = new ConsoleRoom { Fill = data => ManyRecords.Copy(master, data) };
try
{
    await room.InitializeAsync();
    return await new PageTimes(room, times).RunAsync(args.Length > 3 ? args[3] : "");
}
finally
{
    await room.DisposeAsync();
}
