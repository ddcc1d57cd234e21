using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Sweeps;

/// <summary>What was done with one mailbox. An entry of the register, found under "sweep:ID".</summary>
/// <param name="Sweep">Id of the sweep.</param>
/// <param name="Mailbox">Address.</param>
public sealed record SweepReceipt(string Sweep, string Mailbox)
{
    /// <summary>Kind in the register; the id is "SWEEP/mailbox".</summary>
    public const string Kind = "sweep-receipt";

    /// <summary>Characters of an address that stand in an id; a longer one stands there as its digest.</summary>
    private const int MaxMailbox = 120;

    public ReceiptState State { get; init; }

    /// <summary>Copies that were counted; of them read by the owner, as far as the server says so.</summary>
    public int Found { get; init; }

    public int Read { get; init; }

    public int Moved { get; init; }

    public int Gone { get; init; }

    public int Returned { get; init; }

    /// <summary>Entries of <see cref="SweepBatch"/>.</summary>
    public int Batches { get; init; }

    /// <summary>Attempts in this phase that failed or found nothing.</summary>
    public int Tries { get; init; }

    /// <summary>Why the last attempt failed, or empty.</summary>
    public string Why { get; init; } = "";

    public DateTimeOffset At { get; init; }

    public string Id => IdOf(Sweep, Mailbox);

    public static string IdOf(string sweep, string mailbox) =>
        sweep + "/" + (mailbox.Length <= MaxMailbox ? mailbox : "sha256-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mailbox))));

    internal RegisterChange Change(long version) => new(Kind, Id, JsonSerializer.Serialize(this), version) { Keys = ["sweep:" + Sweep] };

    public static (SweepReceipt Receipt, long Version)? Find(IRegister register, string sweep, string mailbox) =>
        register.FindRegistered(Kind, IdOf(sweep, mailbox)) is { } entry ? (Parse(entry), entry.Version) : null;

    /// <summary>In descending order of their ids.</summary>
    /// <param name="before">Only ids below this one, or empty.</param>
    public static IReadOnlyList<(SweepReceipt Receipt, long Version)> List(IRegister register, string sweep, string before, int max) =>
        [.. register.RegisteredUnder(Kind, "sweep:" + sweep, before, max).Select(e => (Parse(e), e.Version))];

    private static SweepReceipt Parse(RegisterEntry entry) => JsonSerializer.Deserialize<SweepReceipt>(entry.Json)!;
}
