using System.Security.Cryptography;
using System.Text;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.EndToEnd.Tests.Support;

/// <summary>Held mail of an installation whose server has stopped, opened as a release would open it.</summary>
internal static class HeldMail
{
    /// <summary>All of it as text, one after the other. Fails when a row lacks its bytes, or they are not what was recorded.</summary>
    public static string Read(Workplace work)
    {
        var keys = KeyRing.Open(work.Data + ".keys", mayCreate: false);
        using var ledger = new SqliteLedger(new SqliteMemory(work.MemoryPath, keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        return Read(ledger, ledger, new FileVault(Path.Combine(work.Data, "held"), keys.Seal));
    }

    public static string Read(IHeldItems items, IRecords records, IVault vault)
    {
        var text = new StringBuilder();
        foreach (var item in All(items))
        {
            using var bytes = vault.Open(item.Id);
            Assert.NotNull(bytes);
            using var whole = new MemoryStream();
            bytes.CopyTo(whole);
            Assert.Equal(records.FindRecord(item.Id)!.Digest, SHA256.HashData(whole.ToArray()));
            text.Append('\n').Append(Encoding.Latin1.GetString(whole.ToArray()).ReplaceLineEndings("\n"));
        }
        return text.ToString();
    }

    private static IEnumerable<QuarantineItem> All(IHeldItems items)
    {
        for (HeldPlace? after = null; ;)
        {
            var page = items.SearchHeld(new HeldQuery { State = QuarantineState.Held, Max = 1_000, After = after });
            foreach (var item in page.Items) yield return item;
            if ((after = page.Next) is null) yield break;
        }
    }
}
