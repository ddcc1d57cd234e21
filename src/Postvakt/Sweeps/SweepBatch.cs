using System.Globalization;
using System.Text;
using System.Text.Json;
using Postvakt.Registers;

namespace Postvakt.Sweeps;

/// <summary>
/// Copies of one folder that are moved together. Kept before they are moved, so that after a crash it is known where each came from, and again once it is known where each is.
/// </summary>
/// <param name="Receipt">Id of the mailbox's receipt.</param>
/// <param name="Number">From 1.</param>
public sealed record SweepBatch(string Receipt, int Number, string Folder, IReadOnlyList<MailCopy> Copies, bool IsSettled, DateTimeOffset At)
{
    /// <summary>Kind in the register.</summary>
    public const string Kind = "sweep-copies";

    /// <summary>Copies moved at once. 500: a command's length, and what must be looked for after a crash.</summary>
    private const int MaxCopies = 500;

    /// <summary>Bytes of an entry, before places in the hidden folder come to it. 24 KiB of the 64 KiB that the register takes.</summary>
    private const int MaxBytes = 24 << 10;

    /// <summary>Batches of a mailbox. 1,000: as many as are read back at once.</summary>
    public const int MaxNumber = 1_000;

    /// <summary>Pieces of some folder's copies that fit an entry each.</summary>
    public static IEnumerable<FolderCopies> Pieces(FolderCopies copies)
    {
        var (piece, bytes) = (new List<MailCopy>(), 0);
        foreach (var copy in copies.Copies)
        {
            // Names, quotes and the record's id; the place in the hidden folder may be as long as this one.
            var size = Encoding.UTF8.GetByteCount(copy.Place) + 60;
            if (piece.Count > 0 && (piece.Count == MaxCopies || bytes + size > MaxBytes))
            {
                yield return copies with { Copies = piece };
                (piece, bytes) = ([], 0);
            }
            piece.Add(copy);
            bytes += size;
        }
        if (piece.Count > 0) yield return copies with { Copies = piece };
    }

    internal RegisterChange Change(long version) => new(Kind, string.Create(CultureInfo.InvariantCulture, $"{Receipt}/{Number:0000}"), JsonSerializer.Serialize(this), version) { Keys = ["copies:" + Receipt] };

    /// <summary>Those of a mailbox, in order.</summary>
    public static IReadOnlyList<(SweepBatch Batch, long Version)> List(IRegister register, string receipt) =>
        [.. register.RegisteredUnder(Kind, "copies:" + receipt, "", MaxNumber).Select(e => (JsonSerializer.Deserialize<SweepBatch>(e.Json)!, e.Version)).Reverse()];
}
